import type { Criterion, ImproveOptions } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';
import type { Judged } from './judge.ts';

/** A run of `improve`, as far as it came: kept after each step, so that the next process goes on where a killed one was. Commits are in its own repository. */
export interface Run {
  version: 1;
  /** The execution's UUID. */
  id: string;
  /** What it was told: whoever goes on with it need not say that again. Files are absolute. */
  asked?: ImproveOptions;
  /** The project's folder. */
  directory: string;
  agent: string;
  until: string;
  criteria: Criterion[];
  goal?: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** What the agent's work is compared with, and what was kept of it last. */
  base: string;
  head: string;
  /** How `base` and `head` stand; absent until they were judged. */
  baseJudged?: Judged;
  headJudged?: Judged;
  /** From 1: the one that is at work, or comes next. */
  iteration: number;
  tries: Try[];
  waits: { reason: string; seconds: number }[];
  /** Of all tries. */
  tokens: number;
  dollars?: number;
  /** Wall time of the processes before this one. */
  spentMs: number;
  /** The agent's own name of its session. */
  session?: string;
}

export function newRun(
  begun: Pick<Run, 'id' | 'directory' | 'agent' | 'until' | 'criteria' | 'startedAt' | 'base'> & { goal?: string },
): Run {
  return { version: 1, ...begun, head: begun.base, iteration: 1, tries: [], waits: [], tokens: 0, spentMs: 0 };
}
