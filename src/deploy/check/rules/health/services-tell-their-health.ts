import { located } from '../../located.ts';
import { healthOf } from '../../reading/health-of.ts';
import type { Rule } from '../../rule.ts';
import { awaiting } from '../../reading/awaiting.ts';

/** A service that others use, inside or outside, has a healthcheck. */
export const servicesTellTheirHealth: Rule = {
  id: 'services-tell-their-health',
  why: 'Without a healthcheck nobody can wait until it is ready, and nobody sees that it hangs.',
  look: (input) => {
    const { services } = input.stack.compose;
    const needed = new Set(Object.values(services).flatMap(({ depends_on: needs }) => Object.keys(needs ?? {})));
    return Object.entries(services).flatMap(([service, definition]) => {
      const use = needed.has(service) ? 'others depend on it' : definition.ports?.length ? 'it publishes a port' : undefined;
      const told = awaiting(service, input.stack, 'service_healthy').length > 0;
      const ends = awaiting(service, input.stack, 'service_completed_successfully').length > 0;
      if (!use || told || ends || healthOf(service, definition, input).is !== 'absent') return [];
      const message = `${service} has no healthcheck, and ${use}`;
      return [{ severity: 'note', service, message, ...located(input.draft, ['services', service]), fix: 'give it a healthcheck' }];
    });
  },
};
