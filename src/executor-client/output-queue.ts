import type { OutputChunk } from '../contract/executor.ts';
import { OutputMissedError } from './errors.ts';

/** A piece of what a command wrote, in the order in which it came. */
export type Output = Pick<OutputChunk, 'type' | 'data'>;

/** Between the socket and the one who reads. Sizes are UTF-16 units. */
export interface OutputQueue {
  /** May be iterated once. */
  output: AsyncIterable<Output>;
  push(output: Output): void;
  /** After what waits the reader gets the end, or this error. */
  end(error?: Error): void;
  /** Whether somebody reads, and more slowly than it comes. */
  isFull(): boolean;
  /** From now on what does not fit is left out, and it is never full: the end of the command comes behind all that. */
  leaveOutTheRest(): void;
}

/** That waits for a reader at work. */
const mostWaiting = 1024 * 1024;
/** That waits for somebody to begin; the result keeps as much by default, so it costs nothing. */
const mostBeforehand = 8 * 1024 * 1024;
/** What an entry takes besides its text: a million empty lines are not nothing. */
const entryUnits = 100;

/** `onRoom` is called when it is not full any more. */
export function createOutputQueue(onRoom: () => void): OutputQueue {
  let waiting: Output[] = [];
  let units = 0;
  let full = false;
  let reader: 'awaited' | 'reads' | 'missed' | 'left' = 'awaited';
  let rest: 'wanted' | 'left out' = 'wanted';
  let ended: { error: Error | undefined } | undefined;
  let wake = () => {};

  function letGo(next: 'missed' | 'left'): void {
    reader = next;
    waiting = [];
    units = 0;
    relieve();
  }

  function relieve(): void {
    if (!full || units > mostWaiting / 2) return;
    full = false;
    onRoom();
  }

  async function* read(): AsyncGenerator<Output, void> {
    try {
      while (true) {
        const batch = waiting;
        waiting = [];
        for (const output of batch) {
          units -= output.data.length + entryUnits;
          relieve();
          yield output;
        }
        if (waiting.length > 0) continue;
        if (ended?.error) throw ended.error;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      letGo('left');
    }
  }

  return {
    output: {
      [Symbol.asyncIterator]() {
        if (reader === 'missed') throw new OutputMissedError();
        if (reader !== 'awaited') throw new TypeError('the output can be read once');
        reader = 'reads';
        return read();
      },
    },
    push(output) {
      if (reader === 'missed' || reader === 'left') return;
      if (rest === 'left out' && units > mostWaiting) return;
      waiting.push(output);
      units += output.data.length + entryUnits;
      if (reader === 'awaited' && units > mostBeforehand) return letGo('missed');
      full ||= reader === 'reads' && units > mostWaiting;
      wake();
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    isFull: () => full && rest === 'wanted',
    leaveOutTheRest: () => (rest = 'left out'),
  };
}
