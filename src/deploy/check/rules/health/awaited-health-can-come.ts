import { located } from '../../located.ts';
import { type HealthOf, healthOf } from '../../reading/health-of.ts';
import { knownImage } from '../../../model/known-images.ts';
import { startWords } from '../../reading/start-words.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { awaiting } from '../../reading/awaiting.ts';

/** A service that others want to be healthy has a healthcheck. */
export const awaitedHealthCanCome: Rule = {
  id: 'awaited-health-can-come',
  why: 'Without a healthcheck no service is ever healthy, and what waits for that never starts.',
  cause: 'dependency-not-ready',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
      const users = awaiting(service, input.stack, 'service_healthy');
      const health = healthOf(service, definition, input);
      if (users.length === 0) return [];
      return health.is === 'given' ? bothWays(service, users, input) : [lacking(service, users, health, input)];
    }),
};

/** What has ended is not healthy any more. */
function bothWays(service: string, users: string[], { stack, draft }: CheckInput): Found[] {
  const others = awaiting(service, stack, 'service_completed_successfully');
  const [user] = users;
  if (others.length === 0 || user === undefined) return [];
  const message = `${user} waits for ${service} to be healthy, and ${others[0]} for its end: a job may end before anybody sees it healthy`;
  const fix = 'let both wait for condition: service_completed_successfully';
  return [{ severity: 'warning', service, message, ...located(draft, ['services', user, 'depends_on', service]), fix }];
}

function lacking(service: string, users: string[], health: Exclude<HealthOf, { is: 'given' }>, input: CheckInput): Found {
  const waiting = `${users.join(', ')} ${users.length > 1 ? 'wait' : 'waits'} for ${service} to be healthy`;
  const at = located(input.draft, ['services', users[0] ?? service, 'depends_on', service]);
  if (health.is === 'off') {
    return {
      severity: 'error',
      service,
      message: `${waiting}, and the healthcheck of ${service} is switched off`,
      ...located(input.draft, ['services', service, 'healthcheck']),
      fix: 'switch it on, or let them wait for condition: service_started',
    };
  }
  const test = usualTest(service, input);
  return {
    severity: health.certain ? 'error' : 'warning',
    service,
    message: `${waiting}, and ${service} has no healthcheck${health.certain ? ', nor has its image' : ' in the file: only its image could bring one'}`,
    ...at,
    fix: `give ${service} a healthcheck${test ? ` such as ${JSON.stringify(test)}` : ''}, or let them wait for condition: service_started`,
    ...(test ? { repair: [{ edit: 'set', path: ['services', service, 'healthcheck'], value: { test, ...timing } }] } : {}),
  };
}

const timing = { interval: '5s', timeout: '5s', retries: 12, start_period: '30s' };

/** What everybody takes for this image, as long as it runs what it is made for. */
function usualTest(service: string, { stack }: CheckInput): string[] | undefined {
  const definition = stack.compose.services[service] ?? {};
  return startWords(definition).length === 0 ? knownImage(definition.image)?.test : undefined;
}
