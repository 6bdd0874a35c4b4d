import type { ComposeMount, ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** No container writes into the folders that the machine itself lives from. */
export const hostFoldersStayOut: Rule = {
  id: 'host-folders-stay-out',
  why: 'Root inside a container is root in every folder that is mounted into it: a slip there, or somebody who breaks in, changes the machine itself.',
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, definition]) =>
      (definition.volumes ?? []).flatMap((mount, index) => {
        const severity = isOfTheMachine(mount) ? severityOf(mount, definition) : undefined;
        if (severity === undefined) return [];
        return [
          {
            severity,
            service,
            message: `${service} has ${mount.source} of the machine, ${mount.read_only ? 'to read' : 'and may write there'}`,
            ...located(draft, ['services', service, 'volumes', index]),
            fix: mount.read_only ? 'mount only the files that it needs' : 'mount only what it needs, read-only where it can be',
          },
        ];
      }),
    ),
};

const folders = new Set([
  '/',
  '/etc',
  '/var',
  '/var/lib',
  '/var/run',
  '/run',
  '/root',
  '/home',
  '/boot',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/dev',
  '/proc',
  '/sys',
  '/var/lib/docker',
]);

function isOfTheMachine({ type, source = '' }: ComposeMount): boolean {
  return type === 'bind' && folders.has(source.length > 1 ? source.replace(/\/$/, '') : source);
}

function severityOf({ read_only: readOnly }: ComposeMount, { user }: ComposeService): 'warning' | 'note' {
  const isRoot = user === undefined || /^(?:0|root)(?::|$)/.test(String(user));
  return readOnly === true || !isRoot ? 'note' : 'warning';
}
