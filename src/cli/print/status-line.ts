import type { World } from '../world.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';

/** Lines that stay, and on a terminal one below them that says what is going on and for how long. */
export interface Status {
  line(words: string): void;
  set(words: string): void;
  /** Takes the last line away until something is set again. */
  pause(): void;
  close(): void;
}

const frameMs = 120;

export function createStatus(world: Pick<World, 'stderr' | 'now' | 'every'>, { dim, cyan, marks }: Ink): Status {
  const { stderr } = world;
  if (!stderr.isTTY) {
    return { line: (words) => stderr.write(`${words}\n`), set: () => undefined, pause: () => undefined, close: () => undefined };
  }
  let words = '';
  let since = world.now();
  let frame = 0;
  const clear = () => words && stderr.write('\r\u001B[2K');
  const draw = () => {
    if (!words) return;
    const mark = marks.spinner[(frame += 1) % marks.spinner.length] ?? '';
    const took = inSeconds((world.now() - since) / 1000);
    const room = Math.max(20, (stderr.columns || 100) - took.length - 6);
    stderr.write(`\r\u001B[2K${cyan(mark)} ${words.slice(0, room)} ${dim(took)}`);
  };
  const stop = world.every(frameMs, draw);
  const pause = () => {
    clear();
    words = '';
  };
  return {
    line(text) {
      clear();
      stderr.write(`${text}\n`);
      draw();
    },
    set(text) {
      if (text !== words) since = world.now();
      words = text;
      draw();
    },
    pause,
    close() {
      pause();
      stop();
    },
  };
}
