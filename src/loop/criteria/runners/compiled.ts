import { type Counts, type Recogniser, inKeys, inWords, lines, none, ofAll, sum } from './counts.ts';

/** By test where `-v` or `-json` tells them; else each package that says `ok` ran at least one. Subtests are counted by their parent. */
const go: Recogniser = (text) => {
  const told = lines(text, /^--- (PASS|FAIL|SKIP): /gm);
  const json = lines(text, /^\{.*"Action":"(pass|fail|skip)".*"Test":"[^"/]+".*\}$/gm);
  const tests = [...told, ...json].map(([, word = '']) => ofOne(word.toUpperCase()));
  const packages = lines(text, /^(ok {2}\t|FAIL\t|\?? +\t|---)(\S+)\t(.*)$/gm);
  if (tests.length > 0) return sum(tests);
  if (packages.length === 0 && !/^testing: warning: no tests to run/m.test(text)) return undefined;
  const ran = packages.filter(
    ([, word = '', , rest = '']) => word.startsWith('FAIL') || (word.startsWith('ok') && !rest.includes('[no tests to run]')),
  );
  return sum(ran.map(([, word = '']) => ofOne(word.startsWith('FAIL') ? 'FAIL' : 'PASS'))) ?? none;
};

function ofOne(word: string): Counts {
  return { ...none, ...(word === 'PASS' ? { passed: 1 } : word === 'FAIL' ? { failed: 1 } : { skipped: 1 }) };
}

const cargo: Recogniser = (text) => sum(lines(text, /^test result: \w+\. (.*)$/gm).map(([, told = '']) => inWords(told)));

const nextest: Recogniser = (text) =>
  sum(lines(text, /^ *Summary \[.*\] +\d+(?:\/\d+)? tests? run: (.*)$/gm).map(([, told = '']) => inWords(told)));

/** Per project where there are several; else the totals, on lines of their own. */
const dotnet: Recogniser = (text) => {
  const projects = lines(text, /^\s*(?:Passed!|Failed!|Skipped!) +- +(Failed: +\d+, Passed: +\d+, Skipped: +\d+)/gm);
  const totals = lines(text, /^Total tests: (\d+)((?:\s+(?:Passed|Failed|Skipped): \d+$)*)/gm);
  if (projects.length > 0) return sum(projects.map(([, told = '']) => inKeys(told)));
  if (totals.length > 0) return sum(totals.map(([, , told = '']) => inKeys(told)));
  return /^No test is available in/m.test(text) ? none : undefined;
};

/** Surefire tells each class, with its time, and then all of them. */
const maven: Recogniser = (text) => {
  const totals = lines(text, /^(?:\[\w+\] )?Tests run: (\d+), (Failures: \d+, Errors: \d+, Skipped: \d+)\s*$/gm);
  if (totals.length > 0) return sum(totals.map(([, total, told = '']) => ofAll(Number(total), inKeys(told))));
  return /^(?:\[INFO\] )?No tests to run\./m.test(text) ? none : undefined;
};

const gradle: Recogniser = (text) => {
  if (/^> Task :(?:\S+:)?test NO-SOURCE/m.test(text)) return none;
  return sum(lines(text, /^(\d+) tests? completed(.*)$/gm).map(([, total, told = '']) => ofAll(Number(total), inWords(told))));
};

const ctest: Recogniser = (text) => {
  if (/^No tests were found!!!/m.test(text)) return none;
  return sum(
    lines(text, /^\d+% tests passed, (\d+) tests? failed out of (\d+)/gm).map(([, failed, total]) =>
      ofAll(Number(total), { failed: Number(failed), skipped: 0 }),
    ),
  );
};

const swift: Recogniser = (text) => {
  const runs = lines(text, /^\t? *Executed (\d+) tests?, with (?:(\d+) tests? skipped and )?(\d+) failures?/gm).slice(-1);
  return sum(runs.map(([, total, skipped, failed]) => ofAll(Number(total), { failed: Number(failed), skipped: Number(skipped) })));
};

export const compiled: readonly Recogniser[] = [go, cargo, nextest, dotnet, maven, gradle, ctest, swift];
