import { join } from 'node:path';
import { git } from './git.ts';
import type { Keeper } from './keeper.ts';
import type { Repository } from './repository.ts';

/** All that is changed and not ignored, as a commit that only the run knows. */
export async function dirtyBase(keeper: Keeper, { root, head }: Repository, folder: string): Promise<string> {
  const index = join(folder, 'dirty.index');
  // Begun empty, it would forget what git knows and ignores, and submodules without their files.
  await git({ ...keeper.place, workTree: root, index }, ['read-tree', head]);
  const tree = await keeper.treeOf(root, index);
  return keeper.commit(tree, head, 'What was changed and not committed\n');
}
