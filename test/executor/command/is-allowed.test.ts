import { expect, test } from 'vitest';
import { isAllowed } from '../../../src/executor/command/is-allowed.ts';

test.each(['sh', 'bash', '/bin/sh', './zsh', '/usr/local/bin/fish', 'busybox', 'dash', 'rbash', 'toybox'])(
  'without a list %s does not run: it is a shell',
  (program) => {
    expect(isAllowed(program, undefined)).toBe(false);
  },
);

test.each(['claude', '/usr/bin/python3', 'shellcheck', 'bashful', 'fish-counter'])('without a list %s runs', (program) => {
  expect(isAllowed(program, undefined)).toBe(true);
});

test.each<[string, string[], boolean]>([
  ['echo', ['echo', 'claude'], true],
  ['rm', ['echo', 'claude'], false],
  ['bash', ['bash'], true],
  // A file that is only called so is another program.
  ['/tmp/echo', ['echo'], false],
  ['./echo', ['echo'], false],
  ['/bin/echo', ['/bin/echo'], true],
  ['echo', ['/bin/echo'], false],
  ['ECHO', ['echo'], false],
  ['echo', [], false],
])('with a list %s runs exactly where %j names it: %s', (program, allowed, expected) => {
  expect(isAllowed(program, allowed)).toBe(expected);
});
