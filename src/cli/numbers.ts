import { InvalidArgumentError } from '@commander-js/extra-typings';

/** `3`, and `r3` as revisions are written. */
export function parseRevision(text: string): number {
  const digits = /^r?([1-9]\d{0,8})$/.exec(text)?.[1];
  if (digits === undefined) throw new InvalidArgumentError('It is the number of a revision: 3 or r3.');
  return Number(digits);
}

/** How many are kept: a whole number above 0, for the one that runs stays anyway. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return Number(text);
}

/** Successes to one failure: `10`, or `10:1` as it is spoken. */
export function parseRatio(text: string): number {
  const digits = /^([1-9]\d{0,5})(:1)?$/.exec(text)?.[1];
  if (digits === undefined) throw new InvalidArgumentError('It is how many successes one failure asks for: 10, or 10:1.');
  return Number(digits);
}
