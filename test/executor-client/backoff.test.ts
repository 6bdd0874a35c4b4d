import { expect, test } from 'vitest';
import { backoffMs } from '../../src/executor-client/backoff.ts';

test('pauses grow to a cap, and half of each is chance', () => {
  const attempts = [0, 1, 2, 3, 4, 5, 6, 1000];
  expect(attempts.map((attempt) => backoffMs(attempt, () => 0))).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  expect(attempts.map((attempt) => backoffMs(attempt, () => 1))).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});
