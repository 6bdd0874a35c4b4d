import { UserError, exitCode } from '../../contract/user-error.ts';
import { run } from '../../system/process.ts';

/** One git directory, perhaps with a work tree and an index of its own. */
export interface Place {
  gitDir: string;
  workTree?: string;
  index?: string;
  environment: Record<string, string>;
  /** Who commits, as git's own variables say it. */
  author?: Record<string, string>;
  /** As `-c` takes them. */
  settings?: readonly string[];
}

export interface Asked {
  input?: string;
  cwd?: string;
  /** All that it printed: a file's last newline is its own. */
  exact?: boolean;
  /** Exit codes other than zero that are answers. */
  alsoFine?: number[];
}

/** What git printed, without the last newline. Throws UserError where it fails. */
export async function git(
  place: Place,
  args: readonly string[],
  { input, cwd, exact = false, alsoFine = [] }: Asked = {},
): Promise<string> {
  const {
    stdout,
    stderr,
    exitCode: code,
  } = await run(['git', ...quietly, ...(place.settings ?? []).flatMap((setting) => ['-c', setting]), ...args], {
    env: { ...cleaned(place.environment), ...place.author, ...where(place), ...steady },
    ...(input === undefined ? {} : { input }),
    cwd: cwd ?? place.workTree ?? place.gitDir,
  });
  if (code === 0 || alsoFine.includes(code)) return exact ? stdout : stdout.replace(/\n$/, '');
  throw gitFailed(args, stderr, place);
}

/** Nothing that a repository brings along is run, and nothing happens beside what was asked. */
const quietly = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false'],
  ...['-c', 'commit.gpgSign=false', '-c', 'core.untrackedCache=false', '-c', 'advice.detachedHead=false', '-c', 'core.quotePath=false'],
  ...['-c', 'core.safecrlf=false', '-c', 'core.sparseCheckout=false', '-c', 'protocol.file.allow=always', '-c', 'submodule.recurse=false'],
];

const steady = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C.UTF-8' };

/** Git sets these for its hooks: called from one, another repository would be taken for the one that is meant. */
export function cleaned(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_(?!SSH|ASKPASS|CONFIG_GLOBAL|TRACE)/.test(name)));
}

function where({ gitDir, workTree, index }: Place): Record<string, string> {
  return {
    GIT_DIR: gitDir,
    ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }),
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
  };
}

function gitFailed(args: readonly string[], stderr: string, { workTree, gitDir }: Place): UserError {
  const said = stderr.trim().split('\n').slice(-3).join('; ') || 'it said nothing';
  const full = /no space left|disk quota/i.test(stderr);
  return new UserError({
    code: full ? 'disk-full' : 'git-failed',
    exit: exitCode.usage,
    message: full ? `there is no space left: ${said}` : `git ${args[0] ?? ''} failed in ${workTree ?? gitDir}: ${said}`,
    hint: full ? 'make room (portside prune), and run it again: it goes on where it was' : 'look at the repository: git status, git fsck',
  });
}
