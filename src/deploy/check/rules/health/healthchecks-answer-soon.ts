import { milliseconds } from '../../../model/healthcheck.ts';
import { located } from '../../located.ts';
import { healthOf } from '../../reading/health-of.ts';
import type { Rule } from '../../rule.ts';
import { awaiting } from '../../reading/awaiting.ts';

/** Who waits for a service to be healthy does not wait for the next look at it. */
export const healthchecksAnswerSoon: Rule = {
  id: 'healthchecks-answer-soon',
  why: 'The engine looks for the first time after a whole interval, and all that waits for the service waits as long. Portside itself looks sooner; plain Compose does not.',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
      const health = healthOf(service, definition, input);
      const users = awaiting(service, input.stack, 'service_healthy');
      const early = milliseconds(definition.healthcheck?.start_interval) > 0 && health.is === 'given' && health.check.startPeriodMs > 0;
      if (health.is !== 'given' || users.length === 0 || early || health.check.intervalMs < longMs) return [];
      return [
        {
          severity: 'note',
          service,
          message: `${users.join(', ')} ${users.length > 1 ? 'wait' : 'waits'} at least ${health.check.intervalMs / 1000} s for ${service}: its first healthcheck comes after one interval`,
          ...located(input.draft, ['services', service, 'healthcheck', 'interval']),
          fix: 'give it a shorter interval, or start_period with start_interval: 1s',
        },
      ];
    }),
};

/** The engine's default. */
const longMs = 30_000;
