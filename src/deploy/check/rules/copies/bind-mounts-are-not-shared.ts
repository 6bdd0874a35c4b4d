import { isWritableFolder } from '../../../model/mounts.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Two copies of a project that write into one folder can spoil each other's data. */
export const bindMountsAreNotShared: Rule = {
  id: 'bind-mounts-are-not-shared',
  why: 'Two copies that write into one folder can spoil each other’s data.',
  look: ({ draft, stack, otherInstances }) => {
    const sharing = otherInstances.filter(({ directory }) => directory === stack.identity.directory);
    if (sharing.length === 0) return [];
    return Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
      (volumes ?? []).filter(isWritableFolder).flatMap(({ source, target }) =>
        source === undefined
          ? []
          : [
              {
                severity: 'note',
                service,
                message: `${service} writes into ${source} (as ${target}), and so does ${sharing.map(({ instance }) => instance).join(', ')}`,
                ...located(draft, ['services', service, 'volumes']),
                fix: 'mount a named volume, of which each copy has its own, mount it read-only, or run the copy from a checkout of its own',
              },
            ],
      ),
    );
  },
};
