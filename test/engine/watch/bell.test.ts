import { expect, test } from 'vitest';
import { Bell } from '../../../src/engine/watch/bell.ts';
import type { Clock } from '../../../src/system/clock.ts';

/** Nobody's time is ever over. */
const slept: number[] = [];
const clock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      slept.push(ms);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    }),
};

test('all who look away while it rings know of it', async () => {
  const bell = new Bell(clock);
  const seen = bell.rings();
  bell.ring();
  await Promise.all([bell.wait(9, seen), bell.wait(9, seen)]);
  expect(bell.rings()).toBe(seen + 1);
});

test('who waits hears the next ring, and not the one before', async () => {
  const bell = new Bell(clock);
  bell.ring();
  let awake = 0;
  const waiting = [1, 2].map(() => bell.wait(9, bell.rings()).then(() => awake++));
  await Promise.resolve();
  expect(awake).toBe(0);
  bell.ring();
  await Promise.all(waiting);
  expect(awake).toBe(2);
});

test('a wait without end is set as long as a timer can be', () => {
  void new Bell(clock).wait(Infinity, 0);
  expect(slept.at(-1)).toBe(2 ** 31 - 1);
});
