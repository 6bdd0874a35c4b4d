import { UserError, exitCode } from '../contract/user-error.ts';
import { rewriteFile } from '../system/files.ts';
import { changeMode, isPresent, makeFolder, readRewritable } from '../system/rewrite.ts';
import type { FileChange } from './project-texts.ts';

/** Writes the changes; nothing at all where one of the files has become another one meanwhile. Throws UserError then. */
export async function applyChanges(changes: readonly FileChange[]): Promise<void> {
  for (const change of changes) if (!(await isAsItWas(change))) throw changedMeanwhile(change);
  for (const change of changes) {
    if (change.change === 'folder') await makeFolder(change.path);
    if (change.change === 'text') await rewriteFile(change.file, change.after);
    if (change.change !== 'folder' && change.mode !== undefined) await changeMode(change.file, change.mode);
  }
}

async function isAsItWas(change: FileChange): Promise<boolean> {
  if (change.change !== 'text') return true;
  if (change.before === undefined) return !(await isPresent(change.file));
  return (await readRewritable(change.file))?.text === change.before;
}

function changedMeanwhile(change: FileChange): UserError {
  const name = change.change === 'folder' ? change.path : change.file;
  return new UserError({
    code: 'changed-meanwhile',
    exit: exitCode.usage,
    message: `${name} was changed meanwhile: nothing was written`,
    hint: 'look again: portside check',
  });
}
