import type { RevisionRow } from '../model/revision.ts';

/** Revisions beyond the newest `keep`, the newest of them first; never the one that runs. */
export function surplusOf(rows: RevisionRow[], { keep, running }: { keep: number; running: number | undefined }): RevisionRow[] {
  const others = rows.filter(({ number }) => number !== running);
  const kept = rows.length === others.length ? keep : Math.max(0, keep - 1);
  return others.slice(kept);
}
