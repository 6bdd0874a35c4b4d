import { InvalidArgumentError } from '@commander-js/extra-typings';

/** How many lines of each log: a whole number, or `all`. */
export function parseLineCount(text: string): number | 'all' {
  if (text === 'all') return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a number of lines, or all.');
  return Number(text);
}
