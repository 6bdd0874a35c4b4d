import type { Revision, RevisionRow } from '../../../src/deploy/model/revision.ts';
import { imagesOf, stackOf } from '../plan/workbench.ts';

const day = Date.parse('2026-11-20T12:00:00Z');

/** Revisions as a list says them, the newest first; `[4, 2]` is one that brought r2 back. */
export function rowsOf(...numbers: (number | [number: number, from: number])[]): RevisionRow[] {
  return numbers.map((given) => {
    const [number, from] = typeof given === 'number' ? [given] : given;
    return {
      number,
      executionUuid: `execution-${number}`,
      contentHash: `content-${number}`,
      createdAt: day + number * 60_000,
      ...(from === undefined ? {} : { from }),
      images: {},
    };
  });
}

/** A revision of shop/demo. */
export function revisionOf(
  number: number,
  compose: Parameters<typeof stackOf>[0],
  changes: Partial<Revision> & { stack?: never; of?: Parameters<typeof stackOf>[1] } = {},
): Revision {
  const { of, stack: _, ...rest } = changes;
  const stack = stackOf(compose, of);
  return {
    number,
    executionUuid: `execution-${number}`,
    contentHash: `content-${number}`,
    createdAt: day + number * 60_000,
    stack,
    images: imagesOf(stack),
    ...rest,
  };
}
