import type { ExecutionEvent } from '../../contract/events.ts';

/** What is seen of an execution while it works. */
export interface Progress {
  listen(event: ExecutionEvent): void;
  /** A word in between. */
  say(words: string): void;
  /** Leaves the screen to the ending. */
  close(): void;
}
