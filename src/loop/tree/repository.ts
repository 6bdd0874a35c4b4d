import { join, relative } from 'node:path';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { run } from '../../system/process.ts';
import { ensurePrivateDirectory, readIfExists, writePrivateCopies } from '../../system/files.ts';
import { realPath } from '../../system/read.ts';
import { type Place, cleaned, git } from './git.ts';

/** The repository that a project's folder lies in; all paths are absolute. Nothing of it is changed but for a branch at the end. */
export interface Repository extends Place {
  /** Of its work tree. */
  root: string;
  /** Where objects and branches are, of all its worktrees. */
  commonDir: string;
  /** The project's folder below the root; empty where it is the root. */
  below: string;
  /** HEAD. */
  head: string;
  /** Files that git knows and that were changed, and new ones that it does not ignore. */
  dirty: string[];
  format: 'sha1' | 'sha256';
}

/** Throws UserError: no git, no repository, no commit yet. */
export async function findRepository(directory: string, environment: Record<string, string>): Promise<Repository> {
  const folder = await realPath(directory);
  const asked = [
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--absolute-git-dir',
    '--git-common-dir',
    '--show-object-format',
  ];
  const answer = await run(['git', ...asked], { cwd: folder, env: cleaned(environment) }).catch(() => {
    throw new UserError({
      code: 'no-git',
      exit: exitCode.usage,
      message: 'git is not installed, and agents work on a branch of their own',
      hint: 'install it: apt-get install git',
    });
  });
  if (answer.exitCode !== 0) throw noRepository(folder, answer.stderr);
  const [root = '', gitDir = '', commonDir = '', format = ''] = answer.stdout.split('\n');
  const place = { gitDir, workTree: root, environment };
  const head = await git(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { alsoFine: [1, 128] });
  if (head === '') throw noCommit(folder);
  const status = await git(place, ['status', '--porcelain', '-z', '--untracked-files=all', '--', '.']);
  const dirty = changedPaths(status);
  return { ...place, root, commonDir, below: relative(root, folder), head, dirty, format: format === 'sha256' ? 'sha256' : 'sha1' };
}

/** The first commit of a folder, in the repository around it where there is one without any; with all that is in it but secrets and what is installed. */
export async function beginRepository(directory: string, environment: Record<string, string>): Promise<void> {
  const around = await run(['git', 'rev-parse', '--show-toplevel'], { cwd: directory, env: cleaned(environment) });
  const root = around.exitCode === 0 ? around.stdout.replace(/\n$/, '') : directory;
  const place = { gitDir: join(root, '.git'), environment };
  if (around.exitCode !== 0) await git(place, ['init', '--quiet', '--template=', root], { cwd: root });
  const { gitDir } = place;
  await ensurePrivateDirectory(join(gitDir, 'info'));
  const excluded = join(gitDir, 'info', 'exclude');
  await writePrivateCopies([{ path: excluded, text: `${(await readIfExists(excluded)) ?? ''}${leftOut}` }]);
  const inside = { ...place, workTree: root };
  await git(inside, ['add', '--all']);
  await git({ ...inside, author: await authorIn(place) }, ['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'As it was']);
}

const leftOut = `# Added by portside improve --init: secrets, and what is installed
.env
.env.*
!.env.example
!.env.sample
!.env.template
node_modules/
.venv/
`;

/** Who commits: whom git knows here, else Portside itself. */
export async function authorIn(place: Place): Promise<Record<string, string>> {
  const [name, email] = await Promise.all(
    ['user.name', 'user.email'].map((key) => git(place, ['config', '--get', key], { alsoFine: [1, 128] })),
  );
  const [who, where] = name && email ? [name, email] : ['Portside', 'portside@localhost'];
  return { GIT_AUTHOR_NAME: who, GIT_AUTHOR_EMAIL: where, GIT_COMMITTER_NAME: who, GIT_COMMITTER_EMAIL: where };
}

/** `XY path\0`, and for what was renamed the old path after it. */
function changedPaths(status: string): string[] {
  const entries = status.split('\0').filter(Boolean);
  const paths: string[] = [];
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] ?? '';
    paths.push(entry.slice(3));
    if (/^[RC]/.test(entry)) at++;
  }
  return paths;
}

function noRepository(folder: string, stderr: string): UserError {
  if (/dubious ownership/.test(stderr))
    return new UserError({
      code: 'not-your-repository',
      exit: exitCode.usage,
      message: `the repository of ${folder} belongs to another user`,
      hint: `if you trust it: git config --global --add safe.directory ${folder}`,
    });
  return new UserError({
    code: 'no-repository',
    exit: exitCode.usage,
    message: `${folder} is in no git repository, and agents work on a branch of their own`,
    hint: `make one: git init && git add --all && git commit -m "As it was" (portside improve --init does that)`,
  });
}

function noCommit(folder: string): UserError {
  return new UserError({
    code: 'no-commit',
    exit: exitCode.usage,
    message: `the repository of ${folder} has no commit yet, and agents start from one`,
    hint: 'git add --all && git commit -m "As it was" (portside improve --init does that)',
  });
}
