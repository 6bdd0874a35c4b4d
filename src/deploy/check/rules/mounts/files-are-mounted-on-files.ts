import { basename } from 'node:path';
import { publishesHere } from '../../../model/observed.ts';
import { isFileLike } from '../../file-like.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A file is mounted where a file belongs, and a folder where a folder does. */
export const filesAreMountedOnFiles: Rule = {
  id: 'files-are-mounted-on-files',
  why: 'A folder cannot be mounted on a file, nor a file on a folder; and a program that opens its settings cannot read a folder.',
  cause: 'config-file-is-a-directory',
  look: ({ stack, draft, surroundings, facts }) =>
    Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
      (volumes ?? []).flatMap(({ type, source = '', target }, index) => {
        const lies = type === 'bind' && publishesHere(facts.engine) ? surroundings.paths[source] : undefined;
        const at = located(draft, ['services', service, 'volumes', index]);
        if (lies?.kind === 'directory' && isFileLike(target) && isFileLike(source)) {
          const left = lies.entries?.length === 0;
          return [
            {
              severity: left ? ('error' as const) : ('warning' as const),
              service,
              message: `${source} is ${left ? 'an empty folder' : 'a folder'}, and ${service} mounts it as ${target}, which looks like a file`,
              ...at,
              fix: left
                ? `it was probably made while the file was missing: rmdir ${source}, and put the file there`
                : 'mount a file, or name the folder for what it is',
            },
          ];
        }
        if (lies?.kind === 'file' && (target.endsWith('/') || target.endsWith('.d'))) {
          return [
            {
              severity: 'warning' as const,
              service,
              message: `${source} is a file, and ${service} mounts it as ${target}, which looks like a folder`,
              ...at,
              fix: `mount it as ${target.replace(/\/$/, '')}/${basename(source)}`,
            },
          ];
        }
        return [];
      }),
    ),
};
