import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { healthOf } from '../../reading/health-of.ts';
import { knownImage } from '../../../model/known-images.ts';
import { startWords } from '../../reading/start-words.ts';
import type { Found, Rule } from '../../rule.ts';
import { awaiting } from '../../reading/awaiting.ts';

/** A service that others want to have ended is one that ends. */
export const awaitedEndsCanCome: Rule = {
  id: 'awaited-ends-can-come',
  why: 'A server never ends by itself, so what waits for its end never starts.',
  cause: 'waits-for-a-server-to-end',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]): Found[] => {
      const users = awaiting(service, input.stack, 'service_completed_successfully');
      const signs = signsOfAServer(definition);
      const health = healthOf(service, definition, input);
      if (users.length === 0 || (signs.length === 0 && health.is !== 'given')) return [];
      const condition = health.is === 'given' ? 'service_healthy' : 'service_started';
      const certain = isPlainServer(definition);
      const all = health.is === 'given' ? [...signs, 'has a healthcheck'] : signs;
      // One sign alone may be a habit: a job with `restart: always` copied from its neighbour.
      if (!certain && all.length < 2) return restartsForEver(definition) ? [restarting(service, users)] : [];
      return users.map((user) => ({
        severity: certain ? 'error' : 'warning',
        service,
        message: `${user} waits for ${service} to end, and ${service} ${all.join(', ')}${certain ? ': it never ends by itself' : ''}`,
        ...located(input.draft, ['services', user, 'depends_on', service, 'condition']),
        fix: `let ${user} wait for condition: ${condition}`,
        ...(certain ? { repair: [{ edit: 'set', path: ['services', user, 'depends_on', service, 'condition'], value: condition }] } : {}),
      }));
    }),
};

function restarting(service: string, users: string[]): Found {
  return {
    severity: 'warning',
    service,
    message: `${users.join(', ')} ${users.length > 1 ? 'wait' : 'waits'} for ${service} to end, and ${service} is started again whenever it ends`,
    fix: `give ${service} restart: on-failure`,
  };
}

function signsOfAServer(definition: ComposeService): string[] {
  return [
    ...(isPlainServer(definition) ? [`is ${definition.image}`] : []),
    ...(restartsForEver(definition) ? ['is started again whenever it ends'] : []),
    ...(definition.ports?.length ? ['publishes ports'] : []),
  ];
}

/** An image of a server that runs what it is made for. */
function isPlainServer(definition: ComposeService): boolean {
  return !definition.build && knownImage(definition.image) !== undefined && startWords(definition).length === 0;
}

function restartsForEver({ restart, deploy }: ComposeService): boolean {
  const condition = deploy?.restart_policy?.condition;
  return condition === undefined ? restart === 'always' || restart === 'unless-stopped' : condition === 'any';
}
