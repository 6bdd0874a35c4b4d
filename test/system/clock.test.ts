import { expect, test } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';

test('a sleep of months is none of a millisecond', async () => {
  const stop = new AbortController();
  let over = false;
  const asleep = systemClock.sleep(90 * 86_400_000, stop.signal).then(() => (over = true));
  await systemClock.sleep(20);
  expect(over).toBe(false);
  stop.abort();
  await asleep;
});
