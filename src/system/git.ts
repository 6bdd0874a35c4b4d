import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { run } from './process.ts';
import { pathKind, readText } from './read.ts';

/** Where HEAD points; read from the files of `.git`, which is faster than asking git. */
export interface GitHead {
  /** Absent where HEAD is detached. */
  branch?: string;
  /** Full hash; known where HEAD is detached. */
  commit?: string;
  /** Name of the linked worktree; absent in the main one. */
  worktree?: string;
}

/** Undefined outside a repository. */
export async function readGitHead(directory: string): Promise<GitHead | undefined> {
  const found = await findGitDirectory(resolve(directory));
  if (!found) return undefined;
  const head = await readText(join(found.path, 'HEAD'));
  if (typeof head === 'string') return undefined;
  const worktree = found.linked ? { worktree: basename(found.path) } : {};
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head.text)?.[1]?.trim();
  if (branch) return { branch, ...worktree };
  const commit = /^[0-9a-f]{40,64}$/m.exec(head.text)?.[0];
  return { ...(commit ? { commit } : {}), ...worktree };
}

/** A linked worktree and a submodule have a `.git` file that names the folder; only the worktree's lies under `worktrees/`. */
async function findGitDirectory(directory: string): Promise<{ path: string; linked: boolean } | undefined> {
  const candidate = join(directory, '.git');
  switch (await pathKind(candidate)) {
    case 'directory':
      return { path: candidate, linked: false };
    case 'file': {
      const pointer = await readText(candidate);
      const target = typeof pointer === 'string' ? undefined : /^gitdir: (.+)$/m.exec(pointer.text)?.[1]?.trim();
      if (!target) return undefined;
      const path = isAbsolute(target) ? target : resolve(directory, target);
      return { path, linked: basename(dirname(path)) === 'worktrees' };
    }
    default:
      return dirname(directory) === directory ? undefined : findGitDirectory(dirname(directory));
  }
}

/** What is checked out, and whether files that git knows were changed since. */
export interface CheckedOut {
  commit: string;
  /** The first line of what it says. */
  subject: string;
  dirty: boolean;
}

/** Undefined where there is no git, no commit yet, or no answer in time. */
export async function readCheckedOut(directory: string, environment: Record<string, string>): Promise<CheckedOut | undefined> {
  // Git sets these for its hooks: called from one, this folder's repository would be taken for another one.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = environment;
  const signal = AbortSignal.timeout(patienceMs);
  // Nothing of the user's is to be locked, however short.
  const options = { cwd: directory, env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, signal };
  try {
    const [shown, status] = await Promise.all([
      run(['git', 'log', '-1', '--no-show-signature', '--encoding=UTF-8', '--format=%H%n%s'], options),
      run(['git', 'status', '--porcelain', '--untracked-files=no'], options),
    ]);
    const [commit = '', subject = ''] = shown.stdout.split('\n');
    if (shown.exitCode !== 0 || status.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
    return { commit, subject, dirty: status.stdout !== '' };
  } catch {
    return undefined;
  }
}

/** A repository may be enormous, or lie behind a network. */
const patienceMs = 3000;

/** Whether git keeps this file's content; false where there is no git. */
export async function isTracked(file: string, environment: Record<string, string>): Promise<boolean> {
  const asked = ['git', 'ls-files', '--error-unmatch', '--', basename(file)];
  return run(asked, { cwd: dirname(file), env: environment }).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}
