import { join } from 'node:path';
import type { FileChange } from '../../repair/project-texts.ts';

/** Git knows no empty folder: one that is to be kept as a change needs a file in it. */
export function fillFolders(changes: readonly FileChange[]): FileChange[] {
  return changes.flatMap((change): FileChange[] => {
    if (change.change !== 'folder') return [change];
    return [change, { change: 'text', file: join(change.path, '.gitkeep'), after: '' }];
  });
}
