import { join } from 'node:path';
import { copyFile, removeStubborn } from '../../system/copy.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../../system/files.ts';
import { borrow } from './borrow.ts';
import { git } from './git.ts';
import type { Keeper } from './keeper.ts';
import { writeSubmodules } from './submodules.ts';
import type { Repository } from './repository.ts';

export interface Worktree {
  folder: string;
  /** As it was when the agent got it: what did not change since need not be read again. */
  index: string;
  /** Submodules: their files are there, and what an agent does to them does not count. */
  except: string[];
  /** What the project ignores and its stack needs: it stays the project's own, though an agent stops ignoring it. */
  inputs: string[];
}

/**
 * A clone of its own for an agent, at a commit, on a branch. It pushes nowhere, and whatever is done to its `.git` is nobody's concern. `whole`: it has all
 * objects itself, for a container that sees nothing else.
 */
export async function makeWorktree(
  keeper: Keeper,
  { folder, commit, branch, whole, inputs }: { folder: string; commit: string; branch: string; whole: boolean; inputs: string[] },
  repository: Repository,
): Promise<Worktree> {
  const { settings = [] } = keeper.place;
  const { environment, format } = repository;
  await removeStubborn(folder);
  await ensurePrivateDirectory(folder);
  const inside = { gitDir: join(folder, '.git'), environment, settings };
  await git(inside, ['init', '--quiet', '--template=', `--initial-branch=${branch}`, `--object-format=${format}`, folder], { cwd: folder });
  await borrow(keeper.gitDir, inside.gitDir, whole ? ['info/exclude', 'info/attributes'] : ['info/exclude', 'info/attributes', 'shallow']);
  if (whole) await git(inside, ['fetch', '--quiet', ...quietFetch, keeper.gitDir, commit]);
  else await writePrivateCopies([{ path: join(inside.gitDir, 'objects/info/alternates'), text: `${join(keeper.gitDir, 'objects')}\n` }]);
  // A branch that has nothing yet gets its first commit by this.
  await git({ ...inside, workTree: folder }, ['reset', '--quiet', '--hard', commit]);
  const index = `${folder}.index`;
  await copyFile(join(inside.gitDir, 'index'), index);
  const except = await writeSubmodules(keeper, commit, folder, repository);
  return { folder, index, except, inputs };
}

const quietFetch = ['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--update-shallow'];
