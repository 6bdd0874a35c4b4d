import { type DotenvEntry, parseDotenv } from '../resolve/dotenv.ts';
import { quoteValue } from './quote-value.ts';

/** An env file's text with one variable changed, and what that was. */
export interface Edited {
  text: string;
  done: 'added' | 'changed' | 'same' | 'removed' | 'absent';
  /** Where it stands now, or stood, counted from 1; of several the one that counted. */
  line?: number;
  /** Lines above it that say the same variable, and count for nothing. */
  others: number[];
}

/** Everything else stays as it is: comments, order, blank lines, `export`, line ends. Of several lines the last one counts, so that one is changed. */
export function setVariable(text: string, name: string, value: string): Edited {
  const { entry, others } = entryOf(text, name);
  if (!entry) return added(text, `${name}=${quoteValue(value)}`);
  const { line, start, end, valueStart, valueEnd } = entry;
  const place = { line, others };
  if (isWritten(entry, value)) return { text, done: 'same', ...place };
  if (entry.style === 'bare')
    return { text: replaced(text, start, end, `${text.slice(start, end)}=${quoteValue(value)}`), done: 'changed', ...place };
  const quoted = quoteValue(value, entry.style);
  // `NAME= # words`: Compose would take the words for the value.
  const followed = quoted === '' && text.slice(valueEnd).split('\n', 1)[0]?.trim() !== '';
  return { text: replaced(text, valueStart, valueEnd, followed ? "''" : quoted), done: 'changed', ...place };
}

/** Removes every line that says the variable, and the comment behind it. */
export function unsetVariable(text: string, name: string): Edited {
  const { entry, others } = entryOf(text, name);
  if (!entry) return { text, done: 'absent', others: [] };
  const without = parseDotenv(text)
    .entries.filter((one) => one.name === name)
    .toReversed()
    .reduce((rest, one) => withoutEntry(rest, one), text);
  return { text: without, done: 'removed', line: entry.line, others };
}

function entryOf(text: string, name: string): { entry: DotenvEntry | undefined; others: number[] } {
  const entries = parseDotenv(text).entries.filter((entry) => entry.name === name);
  return { entry: entries.at(-1), others: entries.slice(0, -1).map(({ line }) => line) };
}

/** Whether it says so already, literally: a single `$` in it would be another variable's value. */
function isWritten({ style, text }: DotenvEntry, value: string): boolean {
  if (style === 'single') return text === value;
  return style !== 'bare' && !text.replaceAll('$$', '').includes('$') && text.replaceAll('$$', '$') === value;
}

function added(text: string, written: string): Edited {
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n';
  const whole = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  return { text: `${whole}${written}${lineEnd}`, done: 'added', line: whole.split('\n').length, others: [] };
}

function withoutEntry(text: string, { start, end }: DotenvEntry): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const before = text.slice(lineStart, start).replace(/^\uFEFF/, '');
  const isAlone = before.trim() === '' && /^\s*(#|$)/.test(text.slice(end, lineEnd));
  if (!isAlone) return replaced(text, start, end, '');
  return replaced(text, lineStart + (text.startsWith('\uFEFF') && lineStart === 0 ? 1 : 0), lineEnd, '');
}

function replaced(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
