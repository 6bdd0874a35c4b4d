import { stripVTControlCharacters } from 'node:util';

/** Columns that a text takes on a terminal: wide letters take two, marks on letters none, colours none. */
export function displayWidth(text: string): number {
  return [...stripVTControlCharacters(text)].reduce((width, character) => width + widthOf(character), 0);
}

export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts a text without colours so that it fits, and shows that it was cut. */
export function fit(text: string, width: number, more: string): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let taken = more.length;
  for (const character of text) {
    taken += widthOf(character);
    if (taken > width) break;
    kept += character;
  }
  return kept + more;
}

/** A program's own colours and cursor movements would run through our lines. */
export function harmless(line: string): string {
  return stripVTControlCharacters(line)
    .replaceAll('\t', '  ')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Unicode's East Asian wide blocks (UAX #11), abridged to what terminals really show wide. */
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u;
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u;

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  return invisible.test(character) ? 0 : wide.test(character) ? 2 : 1;
}
