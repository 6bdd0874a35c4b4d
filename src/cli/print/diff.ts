import type { Ink } from './ink.ts';
import { harmless } from './width.ts';

/** A unified diff in the colours that git gives it. */
export function diffText(patch: string, { bold, red, green, cyan }: Ink): string {
  const paint = (line: string) => {
    if (/^(?:---|\+\+\+|diff|new) /.test(line)) return bold(line);
    if (line.startsWith('@@')) return cyan(line);
    if (line.startsWith('+')) return green(line);
    return line.startsWith('-') ? red(line) : line;
  };
  return patch
    .split('\n')
    .map((line) => paint(harmless(line)))
    .join('\n');
}
