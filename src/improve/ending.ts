import type { ImproveOptions } from '../contract/improve.ts';
import type { CriterionResult, Improvement } from '../contract/improvement.ts';
import { git } from '../loop/tree/git.ts';
import type { Keeper } from '../loop/tree/keeper.ts';
import type { Repository } from '../loop/tree/repository.ts';
import type { Stop } from '../loop/limits.ts';
import type { Run } from '../loop/run.ts';

/** Brings what was kept into the project's repository, as a branch; merges it where that was asked for and nothing stands in the way. */
export async function handOver(run: Run, stop: Stop, keeper: Keeper, repository: Repository, options: ImproveOptions): Promise<HandedOver> {
  if (run.head === run.base) return { merged: false };
  const branch = `portside/improve-${run.id.slice(0, 8)}`;
  await git(keeper.place, ['update-ref', 'refs/heads/kept', run.head]);
  const { workTree: _workTree, ...place } = repository;
  await git(place, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', keeper.gitDir, `+refs/heads/kept:refs/heads/${branch}`]);
  if (!options.merge || stop.reason !== 'success') return { branch, merged: false };
  const head = await git(repository, ['rev-parse', 'HEAD']);
  const changed = await git(repository, ['status', '--porcelain', '--untracked-files=no']);
  if (head !== run.base) return { branch, merged: false, notMerged: 'HEAD has moved on since the run began' };
  if (changed !== '') return { branch, merged: false, notMerged: 'files are changed and not committed' };
  await git(repository, ['merge', '--quiet', '--ff-only', branch]);
  return { branch, merged: true };
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
export function canGoOn({ reason }: Stop): boolean {
  return reason === 'needs_a_person' || reason === 'infrastructure' || reason === 'stopped';
}
