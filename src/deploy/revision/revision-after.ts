import { hashOf } from '../model/hash.ts';
import type { Revision } from '../model/revision.ts';
import type { Stack } from '../model/stack.ts';
import { type Version, wholeVersion } from './whole.ts';

/** What an execution has brought an instance to. */
export interface Reached extends Version {
  executionUuid: string;
  contentHash: string;
  /** Epoch milliseconds. */
  createdAt: number;
  /** A container was made or removed: starting one again that was there changes nothing. */
  changed: boolean;
  /** Nothing of the instance ran before. */
  fresh: boolean;
  /** The revision that it brought back. */
  from?: number | undefined;
}

/**
 * The revision that runs now. `before` is the one that ran, or ran last; it stays what it is where nothing changed, and keeps its number
 * where an instance that was down is started as it was, though perhaps on other ports.
 */
export function revisionAfter(reached: Reached, before: Revision | undefined, next: number): Revision {
  const { executionUuid, contentHash, createdAt, changed, fresh, from } = reached;
  if (before && !changed) return before;
  const { stack, images } = wholeVersion(reached, fresh ? undefined : before);
  const version = { executionUuid, contentHash, stack: slim(stack), images };
  if (before && fresh && isSame(before, version)) return { ...before, ...version };
  return { number: next, createdAt, ...version, ...(from === undefined ? {} : { from }) };
}

/** Ports apart, which are given anew after every `down`. */
function isSame(one: Pick<Revision, 'contentHash' | 'stack'>, other: Pick<Revision, 'contentHash' | 'stack'>): boolean {
  return (
    one.contentHash === other.contentHash &&
    hashOf([one.stack.contents, Object.keys(one.stack.compose.services).toSorted()]) ===
      hashOf([other.stack.contents, Object.keys(other.stack.compose.services).toSorted()])
  );
}

/** Of the environment only what the files ask for: the rest is the shell's own business, and may be secret. */
function slim(stack: Stack): Stack {
  const asked = new Set(['INSTANCE_ID', ...stack.variables.map(({ name }) => name)]);
  return { ...stack, environment: Object.fromEntries(Object.entries(stack.environment).filter(([name]) => asked.has(name))) };
}
