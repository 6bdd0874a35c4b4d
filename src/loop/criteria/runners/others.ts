import { type Recogniser, inKeys, inWords, lines, none, ofAll, sum } from './counts.ts';

const rspec: Recogniser = (text) => {
  const runs = lines(text, /^(\d+) examples?, (\d+ failures?.*)$/gm);
  return sum(runs.map(([, total, told = '']) => ofAll(Number(total), inWords(told))));
};

/** Minitest and test-unit, and ExUnit with its doctests. */
const counted: Recogniser = (text) => {
  const runs = lines(
    text,
    /^(?:\d+ (?:doctests?|properties|property), )*(\d+) (?:runs?|tests?), ((?:\d+ assertions?, )?\d+ failures?.*)$/gm,
  );
  return sum(runs.map(([, total, told = '']) => ofAll(Number(total), inWords(told.replace('excluded', 'skipped')))));
};

const phpunit: Recogniser = (text) => {
  if (/^No tests executed!/m.test(text)) return none;
  const fine = lines(text, /^OK \((\d+) tests?, \d+ assertions?\)/gm).map(([, total]) => ({ ...none, passed: Number(total) }));
  const told = lines(text, /^Tests: (\d+), Assertions: \d+(.*)$/gm).map(([, total, rest = '']) => ofAll(Number(total), inKeys(rest)));
  return sum([...fine, ...told]);
};

const pest: Recogniser = (text) =>
  sum(lines(text, /^ +Tests: +((?:\d+ \w+,? ?)+)\(\d+ assertions?\)/gm).map(([, told = '']) => inWords(told)));

const cucumber: Recogniser = (text) => {
  const runs = lines(text, /^(\d+) scenarios?(?: \((.*)\))?$/gm);
  return sum(runs.map(([, total, told = '']) => (Number(total) === 0 ? none : inWords(told.replaceAll(/undefined|ambiguous/g, 'failed')))));
};

/** `tests="3" failures="1" errors="0" skipped="1"`, of the outermost element; https://github.com/testmoapp/junitxml */
const junit: Recogniser = (text) => {
  const suites = lines(text, /<testsuites\b([^>]*\btests="\d+"[^>]*)>/g);
  const elements = suites.length > 0 ? suites : lines(text, /<testsuite\b([^>]*\btests="\d+"[^>]*)>/g);
  return sum(
    elements.map(([, attributes = '']) => {
      const told = inKeys(attributes.replaceAll('"', ''));
      return ofAll(Number(/\btests="(\d+)"/.exec(attributes)?.[1]), told);
    }),
  );
};

/** `6 passed, 0 failed`, as the last words of a run. */
const plain: Recogniser = (text) => {
  const last = lines(text, /^\W*(\d+ (?:tests? )?passed,? (?:and )?\d+ (?:tests? )?failed\b.*)$/gim).at(-1);
  return last && inWords((last[1] ?? '').replaceAll(/tests? /g, ''));
};

export const others: readonly Recogniser[] = [rspec, counted, phpunit, pest, cucumber, junit, plain];
