import type { World } from '../world.ts';
import { type Frame, frameAfter, newFrame, frameLines } from './frame.ts';
import type { Ink } from './ink.ts';
import type { Progress } from './progress.ts';

const frameMs = 80;

/** A block at the bottom of the terminal, drawn again in place; what was said stays above it. */
export function showLive({ stderr, now, every }: World, ink: Ink): Progress {
  const begun = now();
  let frame: Frame = newFrame;
  let shown: string[] = [];
  const stop = every(frameMs, draw);
  return {
    listen(event) {
      if (!frame.execution) say(ink.dim(`execution ${event.execution_uuid}`));
      if (event.event === 'note') say(`${ink.dim(ink.marks.note)} ${event.message}`);
      frame = frameAfter(frame, event);
      draw();
    },
    say,
    close() {
      stop();
      redraw('', []);
    },
  };

  function draw(): void {
    const lines = frameLines(frame, { elapsedMs: now() - begun, columns: stderr.columns || 80, ink });
    if (lines.join('\n') !== shown.join('\n')) redraw('', lines);
  }

  function say(words: string): void {
    redraw(`${words}\n`, shown);
  }

  function redraw(above: string, lines: string[]): void {
    const back = shown.length > 0 ? `\u001B[${shown.length}A\r` : '\r';
    stderr.write(`${beginUpdate}${back}${eraseBelow}${above}${lines.map((line) => `${line}\n`).join('')}${endUpdate}`);
    shown = lines;
  }
}

/** Synchronised output (DEC private mode 2026): a terminal that knows it shows old or new, never something between. */
const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';
const eraseBelow = '\u001B[J';
