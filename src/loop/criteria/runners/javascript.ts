import { type Recogniser, closing, inWords, lines, none, ofAll, sum } from './counts.ts';

const vitest: Recogniser = (text) => {
  const totals = lines(text, /^ *Tests +((?:\d+ \w+(?: \| )?)+) *\(\d+\)/gm).map(([, told = '']) => inWords(told));
  return closing(totals) ?? (/^ *(?:Tests +no tests|No test files found)/m.test(text) ? none : undefined);
};

const jest: Recogniser = (text) => {
  const totals = lines(text, /^Tests: +(.*\d+ total)/gm).map(([, told = '']) => inWords(told));
  return closing(totals) ?? (/^No tests found/m.test(text) ? none : undefined);
};

const mocha: Recogniser = (text) => {
  const runs = lines(text, /^ *(\d+) passing \(.*\)(?:\s+\d+ (?:pending|failing)$)*/gm);
  return closing(runs.map(([whole = '']) => inWords(whole)));
};

const nodeSummary = /^(?:#|ℹ) (?:tests|pass) +\d+\s*$/m;

/** node:test, in its `spec` and `tap` reports, and others whose TAP ends so. It counts a file without a test as one that passed. */
const nodeTest: Recogniser = (text) => {
  if (!nodeSummary.test(text)) return undefined;
  const files = lines(text, /^(?:✔|ok \d+ -) \S+\.[cm]?[jt]s(?: \([\d.]+ms\))?\s*$/gm).length;
  const runs = lines(text, /^(?:#|ℹ) tests \d+\s*\n((?:(?:#|ℹ) \w+ \d+\s*\n?)+)/gm).map(([, told = '']) => {
    const amount = (word: string) => Number(new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, 'm').exec(told)?.[1] ?? 0);
    return {
      passed: Math.max(0, amount('pass') - files),
      failed: amount('fail') + amount('cancelled'),
      skipped: amount('skipped') + amount('todo'),
    };
  });
  return closing(runs);
};

/** https://testanything.org/tap-version-14-specification.html; what is nested is indented, and counted by its parent. */
const tap: Recogniser = (text) => {
  if (nodeSummary.test(text) || !/^(?:TAP version \d+|1\.\.\d+)/m.test(text)) return undefined;
  const points = lines(text, /^(ok|not ok)\b(.*)$/gm);
  const skipped = points.filter(([, , rest = '']) => /# *(?:SKIP|TODO)/i.test(rest)).length;
  const failed = points.filter(([, word, rest = '']) => word === 'not ok' && !/# *(?:SKIP|TODO)/i.test(rest)).length;
  return ofAll(points.length, { failed, skipped });
};

const playwright: Recogniser = (text) => {
  if (/^Error: No tests found/m.test(text)) return none;
  const told = lines(text, /^ +(\d+ (?:passed|failed|skipped|flaky|interrupted|did not run))\b.*$/gm).map(([, words = '']) =>
    words.replace('did not run', 'skipped'),
  );
  return /^Running \d+ tests? using \d+ worker/m.test(text) && told.length > 0 ? inWords(told.join(', ')) : undefined;
};

const bun: Recogniser = (text) =>
  /^Ran \d+ tests? across \d+ file/m.test(text)
    ? sum(lines(text, /^ *(\d+ (?:pass|fail|skip|todo))$/gm).map(([, words = '']) => inWords(words)))
    : undefined;

const deno: Recogniser = (text) =>
  sum(
    lines(text, /^(?:ok|FAILED) \| (\d+ passed.*\| \d+ failed.*)$/gm).map(([, words = '']) => inWords(words.replaceAll(/\([^)]*\)/g, ''))),
  );

const ava: Recogniser = (text) => {
  const told = lines(text, /^ +(\d+) (?:tests?|known failures?|uncaught exceptions?|hooks?) ?(passed|failed|skipped|todo)?\s*$/gm);
  return told.length > 0 ? inWords(told.map(([, amount, word]) => `${amount} ${word || 'failed'}`).join(', ')) : undefined;
};

export const javascript: readonly Recogniser[] = [vitest, jest, mocha, nodeTest, tap, playwright, bun, deno, ava];
