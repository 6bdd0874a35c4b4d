import { expect, test } from 'vitest';
import { hasBusybox, isBusyboxShell, isPlainShell } from '../../../src/deploy/model/plain-shell.ts';

test.each(['set -euo pipefail\n[[ -n ${PORT:-80} ]] && exec httpd', '[[ $a == x* ]]'])(
  'busybox understands, a plain shell does not: %s',
  (text) => {
    expect(isPlainShell(text)).toBe(false);
    expect(isBusyboxShell(text)).toBe(true);
  },
);

test.each(['[[ $a =~ ^x ]]', 'a=(1 2)', 'mapfile -t x', 'diff <(a) <(b)'])('only bash understands: %s', (text) => {
  expect(isBusyboxShell(text)).toBe(false);
});

test.each([
  ['busybox:1.37', true],
  ['node:24-alpine', true],
  ['docker.io/library/alpine', true],
  ['node:24-bookworm-slim', false],
  ['busybox-like/debian', false],
])('the shell of %s is busybox: %s', (image, is) => {
  expect(hasBusybox(image)).toBe(is);
});
