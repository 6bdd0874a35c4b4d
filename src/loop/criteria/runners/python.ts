import { type Recogniser, closing, inKeys, inWords, lines, none, ofAll, sum } from './counts.ts';

const pytest: Recogniser = (text) => {
  const ends = lines(text, /^(?:=+ )?((?:\d+ \w+,? ?)+|no tests ran|no tests collected.*?) in [\d.]+s\b.*$/gm);
  return closing(ends.map(([, told = '']) => (told.startsWith('no tests') ? none : inWords(told))));
};

const unittest: Recogniser = (text) => {
  const runs = lines(text, /^Ran (\d+) tests? in [\d.]+s\s+^(?:OK|FAILED|NO TESTS RAN)(.*)$/gm);
  return closing(runs.map(([, total, told = '']) => ofAll(Number(total), outsideOf(told))));
};

/** `(failures=1, errors=2, skipped=3, expected failures=4)` */
function outsideOf(told: string): { failed: number; skipped: number } {
  return inKeys(told.replaceAll(/expected failures=\d+/g, ''));
}

const behave: Recogniser = (text) =>
  sum(lines(text, /^\d+ features? .*\s^(\d+ scenarios? passed, .*)$/gm).map(([, told = '']) => inWords(told.replace(/scenarios? /, ''))));

export const python: readonly Recogniser[] = [pytest, unittest, behave];
