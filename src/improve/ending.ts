import type { ImproveOptions } from '../contract/improve.ts';
import type { CriterionResult, Improvement } from '../contract/improvement.ts';
import { UserError } from '../contract/user-error.ts';
import { git } from '../loop/tree/git.ts';
import type { Keeper } from '../loop/tree/keeper.ts';
import type { Repository } from '../loop/tree/repository.ts';
import type { Stop } from '../loop/limits.ts';
import type { Run } from '../loop/run.ts';

/** Brings what was kept into the project's repository, as a branch; merges it where that was asked for and nothing stands in the way. */
export async function handOver(run: Run, stop: Stop, keeper: Keeper, repository: Repository, options: ImproveOptions): Promise<HandedOver> {
  if (run.head === run.base || stop.reason === 'rejected') return { merged: false };
  await git(keeper.place, ['update-ref', 'refs/heads/kept', run.head]);
  const branch = await fetchKept(run, keeper, repository);
  if (!options.merge || stop.reason !== 'success') return { branch, merged: false };
  const notMerged = await merge(run, branch, repository, options);
  return { branch, merged: notMerged === undefined, ...(notMerged === undefined ? {} : { notMerged }) };
}

const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];

/** Its name is another one where that cannot be: `portside` is a branch already, or somebody looks at the one that an earlier process made, or has committed on it. */
async function fetchKept({ id }: Run, keeper: Keeper, repository: Repository): Promise<string> {
  const { workTree: _workTree, ...place } = repository;
  const short = id.slice(0, 8);
  const names = [`portside/improve-${short}`, `portside-improve-${short}`, `portside/improve-${id}`, `portside-improve-${id}`];
  for (const [index, branch] of names.entries()) {
    try {
      await git(place, ['fetch', ...quietly, keeper.gitDir, `refs/heads/kept:refs/heads/${branch}`]);
      return branch;
    } catch (error) {
      if (index === names.length - 1 || !(error instanceof UserError && error.code === 'git-failed')) throw error;
    }
  }
  return '';
}

/** Undefined where it was merged; else why not. */
async function merge(run: Run, branch: string, repository: Repository, { includeDirty }: ImproveOptions): Promise<string | undefined> {
  if (includeDirty) return 'it began with what is changed and not committed, and that is there still';
  const head = await git(repository, ['rev-parse', 'HEAD']);
  if (head !== run.base) return 'HEAD has moved on since the run began';
  const changed = await git(repository, ['status', '--porcelain', '--untracked-files=no']);
  if (changed !== '') return 'files are changed and not committed';
  try {
    await git(repository, ['merge', '--quiet', '--ff-only', branch]);
    return undefined;
  } catch (error) {
    // Such as a file of the user's that git does not know, where a new one would go.
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

export interface HandedOver {
  branch?: string;
  merged: boolean;
  /** Why not, where it was asked for. */
  notMerged?: string;
}

/** What a run came to, for its record. */
export function improvementOf(run: Run, stop: Stop, { branch, merged }: HandedOver, stat: string): Improvement {
  const { agent, until, base, head, tries: iterations, waits, tokens, dollars } = run;
  return {
    ...{ agent, until, status: statusOf(stop), reason: stop.reason, detail: stop.detail, base, head },
    ...(branch ? { branch } : {}),
    ...{ merged, iterations, waits, criteria: lastCriteria(run), tokens },
    ...(dollars === undefined ? {} : { dollars }),
    stat,
  };
}

export function lastCriteria({ headJudged, baseJudged }: Run): CriterionResult[] {
  return (headJudged ?? baseJudged)?.criteria ?? [];
}

function statusOf({ reason }: Stop): Improvement['status'] {
  if (reason === 'success') return 'completed';
  if (reason === 'stopped') return 'stopped';
  return reason === 'rejected' ? 'rejected' : 'failed';
}

/** These leave the run where it is: mended or awaited, the next `improve` goes on with it. */
export function canGoOn({ reason }: Stop, resumed: boolean): boolean {
  // Who does not want to go on now may want to later.
  if (reason === 'rejected') return resumed;
  return reason === 'needs_a_person' || reason === 'infrastructure' || reason === 'stopped';
}
