import { InvalidArgumentError } from '@commander-js/extra-typings';
import { expect, test } from 'vitest';
import { parseDuration } from '../../src/cli/duration.ts';

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['1m30s', 90_000],
  ['500ms', 500],
  ['1h', 3_600_000],
  ['0', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 'soon', '90x', '-5', '5 s', 's', '1m30'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(InvalidArgumentError);
});
