import type { RevisionRow } from '../model/revision.ts';

/** Revisions beyond the newest `keep`, the newest of them first; never the one that runs, nor that of a canary. */
export function surplusOf(
  rows: RevisionRow[],
  { keep, running, canary }: { keep: number; running: number | undefined; canary?: string | undefined },
): RevisionRow[] {
  const others = rows.filter(({ number, executionUuid }) => number !== running && executionUuid !== canary);
  const kept = Math.max(0, keep - (rows.length - others.length));
  return others.slice(kept);
}
