import type { ComposeMount } from '../../model/compose-file.ts';
import { located } from '../located.ts';
import type { Rule } from '../rule.ts';

/** Two copies of a project that write into one folder can spoil each other's data. */
export const bindMountsAreNotShared: Rule = ({ draft, stack, otherInstances }) => {
  const sharing = otherInstances.filter(({ directory }) => directory === stack.identity.directory);
  const own = (draft.settings.private ?? []).map((path) => resolvedFrom(stack.project.directory, path));
  if (sharing.length === 0) return [];
  return Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
    (volumes ?? []).filter(isWritableFolder).flatMap(({ source, target }) =>
      source === undefined || own.includes(source)
        ? []
        : [
            {
              severity: 'note',
              service,
              message: `${service} writes into ${source} (as ${target}), and so does ${sharing.map(({ instance }) => instance).join(', ')}`,
              ...located(draft, ['services', service, 'volumes']),
            },
          ],
    ),
  );
};

/** The engine's socket and the machine's own clocks and devices are shared by design. */
function isWritableFolder({ type, source, read_only: readOnly }: ComposeMount): boolean {
  return type === 'bind' && !readOnly && !/^\/(?:dev|etc|proc|run|sys|var\/run)(?:\/|$)/.test(source ?? '');
}

function resolvedFrom(directory: string, path: string): string {
  return path.startsWith('/') ? path : `${directory}/${path.replace(/^\.\//, '')}`.replace(/\/+$/, '');
}
