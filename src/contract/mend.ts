import type { Evidence } from './improve.ts';

/** A safe change of a project's files that may mend it: all of it or nothing. */
export interface Mend {
  /** What it changes and why, in one sentence. */
  words: string;
  /** The same for the same change: it needs no second try. */
  key: string;
  /** Writes it. Throws UserError where a file was changed meanwhile: then nothing is written. */
  apply(): Promise<{ files: string[] }>;
}

/** A project's folder that may be changed, and what is known of why it fails. */
export interface Mendable {
  /** The tree that the folder lies in; nothing outside of the folder is changed. Both absolute. */
  worktree: string;
  directory: string;
  evidence: Evidence;
}

/** Looks for mends, the likeliest first, one after the other: whoever has found one that will do asks no further. */
export type FindMends = (at: Mendable) => AsyncIterable<Mend>;
