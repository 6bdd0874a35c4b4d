import type { ComposeService } from '../../../model/compose-file.ts';
import type { EffectiveHealthcheck } from '../../../model/healthcheck.ts';
import { located } from '../../located.ts';
import { healthOf } from '../../reading/health-of.ts';
import { knownImage } from '../../../model/known-images.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A healthcheck gives its service the time to start, and to answer. */
export const healthchecksArePatient: Rule = {
  id: 'healthchecks-are-patient',
  why: 'A service that is called unhealthy while it still starts fails the deployment, and all that waits for it.',
  cause: 'healthcheck-too-impatient',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
      const health = healthOf(service, definition, input);
      // What an image brings was measured by those who made it.
      if (health.is !== 'given' || health.by !== 'file') return [];
      return [...givesUpEarly(service, definition, health.check, input), ...answersLate(service, definition, health.check, input)];
    }),
};

/** A database that writes its first files takes its time; three seconds are little for anything. */
function givesUpEarly(service: string, { image }: ComposeService, check: EffectiveHealthcheck, { draft }: CheckInput): Found[] {
  const database = knownImage(image)?.database === true && !/redis|valkey|memcached/.test(image ?? '');
  const patienceMs = check.startPeriodMs + check.retries * check.intervalMs;
  if (patienceMs >= (database ? 10_000 : 3000)) return [];
  return [
    {
      severity: 'warning',
      service,
      message: `the healthcheck of ${service} gives it ${seconds(patienceMs)} from its start: ${check.retries} tries, ${seconds(check.intervalMs)} apart${database ? ', and a database may take longer to make its first files' : ''}`,
      ...located(draft, ['services', service, 'healthcheck']),
      fix: 'give it start_period: 30s, in which failed tries do not count',
      repair: [{ edit: 'set', path: ['services', service, 'healthcheck', 'start_period'], value: '30s' }],
    },
  ];
}

function answersLate(service: string, { healthcheck }: ComposeService, check: EffectiveHealthcheck, { draft }: CheckInput): Found[] {
  const place = located(draft, ['services', service, 'healthcheck', 'timeout']);
  if (!healthcheck?.timeout) return [];
  if (check.timeoutMs < 2000 && /\b(?:curl|wget|fetch|https?:)/.test(check.test.join(' '))) {
    const message = `the healthcheck of ${service} takes an answer after more than ${seconds(check.timeoutMs)} for none`;
    return [
      {
        severity: 'note',
        service,
        message,
        ...place,
        fix: 'give it timeout: 5s, for a moment in which the machine is busy',
        repair: [{ edit: 'set', path: ['services', service, 'healthcheck', 'timeout'], value: '5s' }],
      },
    ];
  }
  return [];
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
