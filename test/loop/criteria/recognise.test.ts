import { expect, test } from 'vitest';
import { countsIn, didNothing } from '../../../src/loop/criteria/recognise.ts';

test.each<[string, string, [number, number, number]]>([
  ['vitest', ' Test Files  1 failed | 1 passed (2)\n      Tests  1 failed | 2 passed | 3 skipped (6)\n   Start at  10:00:00\n', [2, 1, 3]],
  [
    'vitest, coloured',
    '\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m3 passed\u001b[39m\u001b[22m\u001b[90m (3)\u001b[39m\n',
    [3, 0, 0],
  ],
  ['vitest without a test', 'No test files found, exiting with code 0\n', [0, 0, 0]],
  ['jest', 'Test Suites: 2 failed, 2 total\nTests:       1 failed, 1 skipped, 1 passed, 3 total\nSnapshots:   0 total\n', [1, 1, 1]],
  ['jest without a test', 'No tests found, exiting with code 0\n', [0, 0, 0]],
  ['mocha', '\n  d\n    ✔ a\n    - b\n    1) c\n\n\n  1 passing (4ms)\n  1 pending\n  1 failing\n\n', [1, 1, 1]],
  ['mocha without a test', '\n\n  0 passing (1ms)\n\n', [0, 0, 0]],
  ['node:test', '✔ a (1.2ms)\nℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n', [3, 1, 1]],
  ['node:test of an empty file', '✔ empty.test.js (192.4ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\nℹ skipped 0\n', [0, 0, 0]],
  [
    'node:test as TAP',
    'TAP version 13\nok 1 - a\nok 2 - b # SKIP\nnot ok 3 - c\n1..3\n# tests 4\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n',
    [2, 1, 1],
  ],
  ['TAP', '1..4\nok 1 a\n    ok 1 nested\nnot ok 2 b\nok 3 c # skip no network\nnot ok 4 d # TODO later\n', [1, 1, 2]],
  ['TAP without a test', '1..0 # SKIP nothing here\n', [0, 0, 0]],
  ['playwright', 'Running 3 tests using 1 worker\n\n  1 failed\n    a.spec.ts:1:57 › c ───\n  1 skipped\n  1 passed (1.6s)\n', [1, 1, 1]],
  ['bun', ' 3 pass\n 1 skip\n 0 fail\nRan 4 tests across 1 files. [8.00ms]\n', [3, 0, 1]],
  ['deno', 'ok | 3 passed (2 steps) | 0 failed | 1 ignored (12ms)\n', [3, 0, 1]],
  ['ava', '  ─\n\n  1 test failed\n  1 test skipped\n', [0, 1, 1]],
  ['pytest', '==== 1 failed, 1 passed, 1 skipped in 2.69s ====\n', [1, 1, 1]],
  ['pytest -q', '1 failed, 3 passed, 1 skipped, 2 warnings in 1.98s\n', [3, 1, 1]],
  ['pytest that deselects all', 'collected 3 items / 3 deselected / 0 selected\n\n==== 3 deselected in 2.37s ====\n', [0, 0, 0]],
  ['pytest without a test', '==== no tests ran in 0.01s ====\n', [0, 0, 0]],
  ['unittest', '-----\nRan 3 tests in 0.010s\n\nFAILED (failures=1, skipped=1)\n', [1, 1, 1]],
  ['unittest without a test', '-----\nRan 0 tests in 0.000s\n\nOK\n', [0, 0, 0]],
  ['go', 'ok  \texample.org/a\t0.003s\nok  \texample.org/b\t(cached) [no tests to run]\n?   \texample.org/c\t[no test files]\n', [1, 0, 0]],
  [
    'go -v',
    '=== RUN   TestA\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/x (0.00s)\n--- SKIP: TestB (0.00s)\nPASS\nok  \ta\t0.1s\n',
    [1, 0, 1],
  ],
  ['go without a test', 'testing: warning: no tests to run\nPASS\nok  \texample.org/a\t0.003s [no tests to run]\n', [0, 0, 0]],
  ['go that fails', '--- FAIL: TestA (0.00s)\nFAIL\nFAIL\texample.org/a\t0.003s\nFAIL\n', [0, 1, 0]],
  [
    'cargo',
    'test result: ok. 1 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out\n',
    [1, 0, 2],
  ],
  ['nextest', '     Summary [   0.2s] 3 tests run: 3 passed, 1 skipped\n', [3, 0, 1]],
  ['rspec', '3 examples, 1 failure, 1 pending\n', [1, 1, 1]],
  ['minitest', '3 runs, 5 assertions, 1 failures, 0 errors, 1 skips\n', [1, 1, 1]],
  ['ExUnit', '2 doctests, 4 tests, 0 failures, 1 skipped\n', [3, 0, 1]],
  ['phpunit', 'OK (3 tests, 5 assertions)\n', [3, 0, 0]],
  ['phpunit that fails', 'Tests: 4, Assertions: 5, Failures: 1, Skipped: 1.\n', [2, 1, 1]],
  ['phpunit without a test', 'No tests executed!\n', [0, 0, 0]],
  ['pest', '  Tests:    1 skipped, 3 passed (5 assertions)\n', [3, 0, 1]],
  ['dotnet', 'Passed!  - Failed:     0, Passed:     3, Skipped:     1, Total:     4, Duration: 5 ms\n', [3, 0, 1]],
  ['dotnet, older', 'Total tests: 3\n     Passed: 2\n     Failed: 1\n', [2, 1, 0]],
  [
    'maven',
    '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s\n[INFO] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1\n',
    [2, 2, 1],
  ],
  ['gradle', '5 tests completed, 1 failed, 1 skipped\n', [3, 1, 1]],
  ['ctest', '67% tests passed, 1 tests failed out of 3\n', [2, 1, 0]],
  ['cucumber', '3 scenarios (1 failed, 2 passed)\n', [2, 1, 0]],
  ['junit', '<testsuites tests="5" failures="1" errors="1" skipped="1"><testsuite tests="5"/></testsuites>', [2, 2, 1]],
  ['our own', '82 passed, 1 failed\n', [82, 1, 0]],
])('%s', (_, text, [passed, failed, skipped]) => {
  expect(countsIn(text)).toEqual({ passed, failed, skipped });
});

test.each(['', 'all good\n', 'Server listens on 8000\n', 'built 3 files in 1.2s\n', '200 OK\n'])('%j tells of no tests', (text) => {
  expect(countsIn(text)).toBeUndefined();
});

test('what a program prints itself does not stand in for the run that it ended', () => {
  const fake = 'ℹ tests 9\nℹ suites 0\nℹ pass 9\nℹ fail 0\nℹ skipped 0\n';
  const real = '✔ test/answer.test.js (51.2ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\n';
  expect(countsIn(`${fake}${real}`)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(countsIn('3 passed in 0.1s\n=== no tests ran in 0.01s ===\n')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(countsIn('  2 passing (4ms)\n\n  3 passing (1ms)\n')).toEqual({ passed: 5, failed: 0, skipped: 0 });
});

test('the runner that says least is believed, and one that failed before all', () => {
  expect(countsIn('99 passed, 0 failed\n==== no tests ran in 0.01s ====\n')).toMatchObject({ passed: 0 });
  expect(countsIn('1 passed, 0 failed\nTests:       2 failed, 2 total\n')).toMatchObject({ failed: 2 });
});

test.each([
  "make: Nothing to be done for 'test'.",
  "make[1]: 'test' is up to date.",
  'task: Task "test" is up to date',
  'No projects matched the filters in "/x"',
  'No tests found',
])('%s', (line) => {
  expect(didNothing(`first\n${line}\n`)).toBe(line);
  expect(didNothing('make: Leaving directory\n')).toBeUndefined();
});
