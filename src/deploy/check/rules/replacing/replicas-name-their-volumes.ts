import { replicasOf } from '../../../model/replicas.ts';
import { plainTarget } from '../../../model/volumes.ts';
import { keeperOf } from '../../reading/keepers.ts';
import { mountedAt } from '../../reading/mounted-at.ts';
import { located } from '../../located.ts';
import type { CheckInput, Rule } from '../../rule.ts';

/** Several containers of a service keep nothing in volumes without a name. */
export const replicasNameTheirVolumes: Rule = {
  id: 'replicas-name-their-volumes',
  why: 'A volume without a name belongs to one container: what takes the place of that container begins with an empty one.',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
      const count = replicasOf(definition);
      if (count < 2) return [];
      return targetsOf(service, input).flatMap((target) => {
        const there = mountedAt(service, target, input);
        if (there.is !== 'each') return [];
        return [
          {
            // What an image declares may never be written to, as where only a client of it runs.
            severity: there.index !== undefined || keeperOf(service, input) ? 'warning' : 'note',
            service,
            message: `each of the ${count} containers of ${service} has a volume of its own at ${target}${there.index === undefined ? ', for its image declares one' : ''}, and a replacement begins with an empty one`,
            ...located(input.draft, ['services', service, ...(there.index === undefined ? [] : ['volumes', there.index])]),
            fix: `name a volume for ${target} where the containers may share it, mount tmpfs where nothing is kept, or run one container`,
          },
        ];
      });
    }),
};

function targetsOf(service: string, { stack, surroundings }: CheckInput): string[] {
  const given = (stack.compose.services[service]?.volumes ?? []).map(({ target }) => target);
  const declared = surroundings.insides[service]?.image.volumes ?? [];
  return [...new Set([...given, ...declared].map(plainTarget))];
}
