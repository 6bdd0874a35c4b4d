import { join } from 'node:path';
import { copyFile, removeStubborn } from '../../system/copy.ts';
import { ensurePrivateDirectory } from '../../system/files.ts';
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
}

/**
 * A clone of its own for an agent, at a commit, on a branch. It pushes nowhere, and whatever is done to its `.git` is nobody's concern. `whole`: it has all
 * objects itself, for a container that sees nothing else.
 */
export async function makeWorktree(
  keeper: Keeper,
  { folder, commit, branch, whole }: { folder: string; commit: string; branch: string; whole: boolean },
  repository: Repository,
): Promise<Worktree> {
  const { environment } = repository;
  await removeStubborn(folder);
  await ensurePrivateDirectory(folder);
  await git(keeper.place, ['update-ref', `refs/heads/${branch}`, commit]);
  const share = whole ? ['--no-hardlinks', '--dissociate'] : ['--shared'];
  const inside = { gitDir: join(folder, '.git'), workTree: folder, environment };
  await git(
    { gitDir: inside.gitDir, environment },
    ['clone', '--quiet', ...share, '--no-tags', '--single-branch', '--branch', branch, keeper.gitDir, folder],
    {
      cwd: keeper.gitDir,
    },
  );
  await git(inside, ['remote', 'remove', 'origin']);
  const index = `${folder}.index`;
  await copyFile(join(inside.gitDir, 'index'), index);
  const except = await writeSubmodules(keeper, commit, folder, repository);
  return { folder, index, except };
}
