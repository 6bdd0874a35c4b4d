import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Remembered } from '../../contract/improve.ts';
import type { FindMends, Mend, Mendable } from '../../contract/mend.ts';
import { applyChanges } from '../../repair/apply.ts';
import { type FileChange, isInside } from '../../repair/project-texts.ts';
import { realPath } from '../../system/read.ts';
import { readRewritable } from '../../system/rewrite.ts';
import { filesOfPatch, patched } from './patched.ts';

/** Patches that mended the same failure before, and more often did than did not; only those that apply cleanly. */
export const mendsOfMemory: FindMends = async function* find({ worktree, directory, evidence }: Mendable): AsyncGenerator<Mend> {
  for (const one of evidence.remembered.filter(({ worked, failed }) => worked > failed)) {
    // Paths are those from the project's folder, or from the top of its repository.
    const changes = (await changesOf(one, directory, directory)) ?? (await changesOf(one, worktree, directory));
    if (!changes) continue;
    yield {
      // The first line is what is remembered of it again.
      words: `${one.fix}\nIt mended this ${one.worked === 1 ? 'once' : `${one.worked} times`} before.`,
      key: createHash('sha256')
        .update(one.patch.replaceAll(/^@@ .*$/gm, '@@'))
        .digest('hex')
        .slice(0, 12),
      async apply() {
        await applyChanges(changes);
        return { files: changes.flatMap((change) => ('file' in change ? [change.file] : [])) };
      },
    };
  }
};

async function changesOf({ patch }: Remembered, top: string, directory: string): Promise<FileChange[] | undefined> {
  const files = filesOfPatch(patch, top);
  if (!files?.every((file) => isInside(file, directory))) return undefined;
  const home = await realPath(directory);
  const texts = new Map<string, string>();
  for (const file of files) {
    const content = await readRewritable(file);
    const real = content ? await realPath(file) : join(await realPath(dirname(file)), basename(file));
    // A link that leads out of the project is somebody else's file.
    if (!isInside(real, home)) return undefined;
    if (content) texts.set(file, content.text);
  }
  const changes = patched(patch, texts, top);
  return changes?.flatMap((change): FileChange[] =>
    change.change === 'text' && change.before === undefined ? [{ change: 'folder', path: dirname(change.file) }, change] : [change],
  );
}
