import { describe, expect, test } from 'vitest';
import { successesNeeded } from '../../src/deploy/model/asked-ratio.ts';
import { type Standing, whatIsMissing } from '../../src/graduation/missing.ts';

const trusted: Standing = {
  state: 'running',
  reference: 'hello/demo',
  up: 'portside up --name demo',
  canary: false,
  runs: 'a1',
  files: 'a1',
  unset: [],
  counted: { successes: 10, failures: 0 },
  graduated: false,
  takenBack: false,
  ratio: 10,
};

const said = (change: Partial<Standing>) =>
  whatIsMissing({ ...trusted, ...change }).map(({ condition, message }) => `${condition}: ${message}`);

test('ten to none, and ten to one, have earned it', () => {
  expect(said({})).toEqual([]);
  expect(said({ counted: { successes: 10, failures: 1 } })).toEqual([]);
});

test.each([
  [9, 0, 10, 1],
  [0, 0, 10, 10],
  [10, 2, 10, 10],
  [19, 2, 10, 1],
  [3, 1, 4, 1],
])('%i to %i at %i to 1 lacks %i', (successes, failures, ratio, more) => {
  expect(whatIsMissing({ ...trusted, counted: { successes, failures }, ratio })).toMatchObject([{ more }]);
});

test('without a failure as many are asked for as with one', () => {
  expect([0, 1, 2].map((failures) => successesNeeded(failures, 10))).toEqual([10, 10, 20]);
});

describe('what is missing is said, all of it', () => {
  test('how many more, in words', () => {
    expect(said({ counted: { successes: 9, failures: 0 } })).toEqual([
      'successes: 1 more success: it has 9 to 0, and 10 to 1 are asked for',
    ]);
  });

  test('trust that was lost is earned from nothing', () => {
    expect(said({ takenBack: true, counted: { successes: 0, failures: 0 } })).toEqual([
      'successes: 10 more successes: it has 0 to 0 since a failure took its graduation back, and 10 to 1 are asked for',
    ]);
  });

  test('nothing runs, and what is not verified', () => {
    expect(said({ state: 'down', files: undefined, counted: { successes: 3, failures: 0 } })).toEqual([
      'running: hello/demo does not run: it is down',
      'successes: 7 more successes: it has 3 to 0, and 10 to 1 are asked for',
    ]);
    expect(said({ state: 'degraded' })).toEqual(['running: hello/demo does not run as a whole: a part of it is not well']);
  });

  test('the files say something else', () => {
    expect(said({ files: 'b2' })).toEqual([
      'unchanged: what runs is not what the files say now: files, variables or images were changed since',
    ]);
  });

  test('a variable that nobody gives: the files cannot be compared', () => {
    expect(said({ files: 'b2', unset: ['TOKEN'] })).toEqual([
      'variables: TOKEN has no value here, so nobody can tell whether the files say what runs',
    ]);
  });

  test('a canary', () => {
    expect(said({ canary: true, files: 'b2' })).toEqual(['canary: a canary waits: two versions run, and neither stands for the instance']);
  });

  test('nothing was ever verified', () => {
    expect(said({ runs: undefined, counted: undefined, state: 'failed' })).toEqual([
      'running: hello/demo does not run: it is failed',
      'verified: nothing of this version was ever verified from a start: it needs 10 successes',
    ]);
  });
});

test('what has graduated lacks no success, whatever ratio is asked for now', () => {
  expect(said({ graduated: true, ratio: 50 })).toEqual([]);
  expect(said({ graduated: true, state: 'stopped' })).toHaveLength(1);
});

test('what to type is of this instance, not of the branch’s', () => {
  const hints = (change: Partial<Standing>) => whatIsMissing({ ...trusted, ...change }).map(({ hint }) => hint);
  expect(hints({ state: 'down' })).toEqual(['portside up --name demo']);
  expect(hints({ canary: true })).toEqual([
    'portside up --name demo --promote keeps the new one; portside up --name demo --abort goes back to the old one',
  ]);
  expect(hints({ files: 'b2' })[0]).toContain('portside rollback hello/demo');
  expect(hints({ counted: { successes: 1, failures: 0 } })[0]).toContain('portside down hello/demo, then portside up --name demo');
});
