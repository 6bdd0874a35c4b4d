import type { ExecutionEvent } from '../../contract/events.ts';
import type { Ended } from '../../contract/options.ts';
import { failedText, interruptedText } from './failed.ts';
import type { Ink } from './ink.ts';
import { stoppedText } from './stopped.ts';
import { verifiedText } from './verified.ts';

/** Everything there is to say about how an `up` ended. */
export interface UpEnding extends Ended {
  findings: FindingEvent[];
  /** What the user types for this instance. */
  reference: string;
  /** `--keep` was given: what failed is still there. */
  kept: boolean;
  verbose: boolean;
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

export function upEnding(ending: UpEnding, inks: Inks): EndingText {
  switch (ending.exit) {
    case 0:
      return verifiedText(ending, inks);
    case 1:
      return onlyWords(failedText(ending, inks.words));
    case 3:
      return onlyWords(stoppedText(ending, inks.words));
    case 130:
      return onlyWords(interruptedText(ending, inks.words));
  }
}

function onlyWords(before: string): EndingText {
  return { before, result: '', after: '' };
}
