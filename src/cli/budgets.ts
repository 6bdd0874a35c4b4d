import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseDuration } from './duration.ts';
import type { IterationLimit } from '../contract/improve.ts';

const words = ['simple', 'default', 'complex', 'adaptive', 'unlimited'] as const;

/** `12`, or one of the words; a budget of nothing leaves nothing to try with. */
export function parseLimit(text: string): IterationLimit {
  const word = words.find((one) => one === text);
  if (word) return word;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError(`It is a number above 0, or one of ${words.join(', ')}.`);
  return Number(text);
}

/** `200000`, `200k`, `2M`. */
export function parseTokens(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text) ?? [];
  const tokens = Number(amount) * (unit === 'k' ? 1000 : unit === 'M' ? 1_000_000 : 1);
  if (amount === '' || tokens < 1) throw new InvalidArgumentError('It is a number of tokens above 0: 200000, 200k or 2M.');
  return Math.round(tokens);
}

/** `5`, `0.50`, `$5`. */
export function parseDollars(text: string): number {
  const amount = /^\$?(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  if (amount === undefined || Number(amount) <= 0) throw new InvalidArgumentError('It is an amount of money above 0: 5, or 0.50.');
  return Number(amount);
}

/** `2h`; no time at all leaves nothing to try in. */
export function parseTime(text: string): number {
  const ms = parseDuration(text);
  if (ms <= 0) throw new InvalidArgumentError('It is a duration above 0: 90s, 5m or 2h.');
  return ms;
}

/** Words that say something. */
export function parseWords(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: say something, or leave it out.');
  return text;
}
