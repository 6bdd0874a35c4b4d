import { expect, test } from 'vitest';
import { awaitEngine } from '../../src/engine/back.ts';
import { createFakeEngine } from '../../src/engine/fake.ts';
import { EngineError } from '../../src/engine/interface.ts';
import type { Clock } from '../../src/system/clock.ts';

/** Time passes only where somebody sleeps for less than a second; who sleeps longer wakes once that has added up. */
function quickClock(): Clock & { slept: number } {
  const long: { until: number; wake: () => void }[] = [];
  const clock = {
    slept: 0,
    now: () => clock.slept,
    monotonic: () => clock.slept,
    sleep: async (ms: number) => {
      if (ms >= 1000) return new Promise<void>((wake) => long.push({ until: clock.slept + ms, wake }));
      clock.slept += ms;
      for (const { until, wake } of long) if (until <= clock.slept) wake();
    },
  };
  return clock;
}

function engineAwayFor(times: number) {
  const engine = createFakeEngine({ clock: quickClock() });
  let asked = 0;
  const info = () => (++asked > times ? engine.info() : Promise.reject(new EngineError('unreachable', 'connect ECONNREFUSED')));
  return { info };
}

test('an engine that comes back is waited for', async () => {
  const clock = quickClock();
  expect(await awaitEngine(engineAwayFor(8), { clock, limitMs: 60_000 })).toBe(true);
  expect(clock.slept).toBe(8 * 250);
});

test('one that is there is not waited for, whatever else it says', async () => {
  const clock = quickClock();
  expect(await awaitEngine(engineAwayFor(0), { clock, limitMs: 60_000 })).toBe(true);
  expect(clock.slept).toBe(0);
});

test('one that stays away is given up after the limit, or with the signal', async () => {
  expect(await awaitEngine(engineAwayFor(Infinity), { clock: quickClock(), limitMs: 5000 })).toBe(false);
  expect(await awaitEngine(engineAwayFor(0), { clock: quickClock(), limitMs: 5000, signal: AbortSignal.abort() })).toBe(false);
});

test('one that takes the question and says nothing is given up too', async () => {
  const clock = quickClock();
  const hanging = { info: () => new Promise<never>(() => void clock.sleep(999).then(() => clock.sleep(999))) };
  expect(await awaitEngine(hanging, { clock, limitMs: 1500 })).toBe(false);
});
