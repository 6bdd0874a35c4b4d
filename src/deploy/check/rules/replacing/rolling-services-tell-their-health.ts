import { healthOf } from '../../reading/health-of.ts';
import { rollingOf } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A rolling service says when it is ready: by a healthcheck, or by an answer that x-portside asks for. */
export const rollingServicesTellTheirHealth: Rule = {
  id: 'rolling-services-tell-their-health',
  why: 'Requests go to the new version from the moment that it is proved: where nothing asks it anything, a port that listens is all the proof there is.',
  look: (input) =>
    rollingOf(input).flatMap(([service, definition]) => {
      const health = healthOf(service, definition, input);
      const asked = (input.stack.settings.verify ?? []).some((probe) => probe.service === service && probe.kind !== 'tcp');
      if (health.is === 'given' || asked || (health.is === 'absent' && !health.certain)) return [];
      const port = definition.ports?.find(({ protocol }) => protocol !== 'udp')?.target ?? 8000;
      return [
        {
          severity: 'note',
          service,
          message: `${service} is rolling, and nothing tells when its new version is ready but that it listens`,
          ...located(input.draft, ['x-portside', 'update', service]),
          fix: `give it a healthcheck:, or x-portside.verify: [{ http: ${service}:${port}/ }] with a path that needs what it needs`,
        },
      ];
    }),
};
