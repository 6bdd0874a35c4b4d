import { expect, test } from 'vitest';
import { readPreflightSettings } from '../../src/preflight/settings.ts';

test('an empty variable is none', () => {
  const none = { check: true, timeoutMs: 30_000, failFast: true };
  expect(readPreflightSettings({})).toEqual(none);
  expect(readPreflightSettings({ STARTUP_DEPENDENCY_CHECK: '', STARTUP_TIMEOUT_SECONDS: '', STARTUP_FAIL_FAST: ' ' })).toEqual(none);
});

test.each(['false', '0', 'no', 'off', 'False', ' OFF '])('%s is false', (word) => {
  expect(readPreflightSettings({ STARTUP_FAIL_FAST: word }).failFast).toBe(false);
  expect(readPreflightSettings({ STARTUP_DEPENDENCY_CHECK: word }).check).toBe(false);
});

test.each([
  ['STARTUP_TIMEOUT_SECONDS', 'soon'],
  ['STARTUP_TIMEOUT_SECONDS', '0'],
  ['STARTUP_TIMEOUT_SECONDS', '-1'],
  ['STARTUP_TIMEOUT_SECONDS', '1e9'],
  ['STARTUP_TIMEOUT_SECONDS', '30s'],
  ['STARTUP_FAIL_FAST', 'maybe'],
  ['STARTUP_DEPENDENCY_CHECK', 'nope'],
])('%s=%s is wrong usage', (name, value) => {
  expect(() => readPreflightSettings({ [name]: value })).toThrow(
    expect.objectContaining({ exit: 2, message: expect.stringContaining(name) as string }),
  );
});

test('where nothing is checked, nothing else can be wrong', () => {
  expect(readPreflightSettings({ STARTUP_DEPENDENCY_CHECK: 'false', STARTUP_TIMEOUT_SECONDS: 'soon' }).check).toBe(false);
});
