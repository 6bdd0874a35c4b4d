import { relative } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { FileChange } from './project-texts.ts';

/** The changes as a unified diff, as git writes it; paths are those from the folder. */
export function patchOf(changes: readonly FileChange[], directory: string): string {
  return changes.map((change) => patchOfOne(change, directory)).join('');
}

function patchOfOne(change: FileChange, directory: string): string {
  if (change.change === 'folder') return `new folder ${relative(directory, change.path)}/\n`;
  const name = relative(directory, change.file);
  if (change.change === 'mode') return `diff --git a/${name} b/${name}\nnew mode 100${change.mode.toString(8)}\n`;
  const before = change.before === undefined ? '/dev/null' : `a/${name}`;
  const mode = change.mode === undefined ? '' : `diff --git a/${name} b/${name}\nnew mode 100${change.mode.toString(8)}\n`;
  const onlyLineEnds = change.before?.replaceAll('\r\n', '\n') === change.after;
  if (onlyLineEnds) return `${mode}--- a/${name}\n+++ b/${name}\n  (line ends of Windows become those of Unix)\n`;
  return mode + createTwoFilesPatch(before, `b/${name}`, change.before ?? '', change.after).replace(/^=+\n/, '');
}
