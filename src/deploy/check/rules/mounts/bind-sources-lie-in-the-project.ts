import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** What a project mounts from the machine lies in its own folder. */
export const bindSourcesLieInTheProject: Rule = {
  id: 'bind-sources-lie-in-the-project',
  why: 'What lies elsewhere does not come with the project: on another machine it is missing, and all copies share it.',
  look: ({ stack, draft }) =>
    Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
      (volumes ?? []).flatMap(({ type, source, target }, index) =>
        type !== 'bind' || source === undefined || isInside(source, stack.project.directory) || isOfTheMachine(source)
          ? []
          : [
              {
                severity: 'note' as const,
                service,
                message: `${service} mounts ${source} (as ${target}), which lies outside the project`,
                ...located(draft, ['services', service, 'volumes', index]),
                fix: 'keep it in the project’s folder, or use a named volume, where it is the project’s own',
              },
            ],
      ),
    ),
};

function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

/** Sockets, clocks and devices can lie nowhere else. */
function isOfTheMachine(path: string): boolean {
  return /^\/(?:dev|etc|lib|proc|run|sys|usr|var\/run|tmp\/\.X11-unix)(?:\/|$)/.test(path) || path === '/';
}
