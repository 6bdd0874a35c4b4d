import type { ExecutionEvent } from '../../contract/events.ts';
import type { Ended } from '../../contract/options.ts';
import type { Ink } from './ink.ts';

/** Everything there is to say about how an `up` ended. */
export interface UpEnding extends Ended {
  findings: FindingEvent[];
  /** What the user types for this instance. */
  reference: string;
  verbose: boolean;
  /** `--keep` was asked for. */
  keepAsked: boolean;
}

export type FindingEvent = Extract<ExecutionEvent, { event: 'finding' }>;

/** `result` is what the command is called for; `before` and `after` are the words around it. */
export interface EndingText {
  before: string;
  result: string;
  after: string;
}

/** One ink for each stream: words and result may go to different places. */
export interface Inks {
  words: Ink;
  result: Ink;
}
