import { expect, test } from 'vitest';
import type { ImproveSaid } from '../../src/contract/improve-events.ts';
import { createPatience } from '../../src/loop/patience.ts';
import { fakeClock } from './scene.ts';

function patience(budgetMs: number, signal = new AbortController().signal) {
  const clock = fakeClock();
  const said: ImproveSaid[] = [];
  const waits: number[] = [];
  const { wait, ...rest } = createPatience({ budgetMs, firstMs: 1000, clock, signal, say: (event) => void said.push(event) });
  const counted: typeof wait = async (reason, forMs) => {
    const took = await wait(reason, forMs);
    if (took !== undefined) waits.push(took);
    return took;
  };
  return { clock, said, waits, ...rest, wait: counted };
}

test('each wait after a fault is twice as long, up to sixty times the first, and a short one again once it worked', async () => {
  const { wait, reset, waits } = patience(10_000_000);
  for (let faults = 0; faults < 9; faults++) await wait('the network is away');
  reset();
  await wait('the network is away');
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 1000]);
});

test('a time that is named is waited for, and told', async () => {
  const { wait, said, waits } = patience(10_000_000);
  expect(await wait('a limit', 3_600_000)).toBeDefined();
  expect(waits).toEqual([3_600_000]);
  expect(said).toEqual([{ event: 'wait', reason: 'a limit', until: '2026-11-21T13:00:00.000Z', seconds: 3600 }]);
});

test('a time that is over already, or named again and again, is no reason to ask without a pause', async () => {
  const { wait, waits } = patience(10_000_000);
  await wait('a limit', -5000);
  await wait('a limit', 0);
  await wait('a limit', 10);
  await wait('a limit', Number.NaN);
  expect(waits).toEqual([1000, 2000, 4000, 8000]);
});

test('all waits together have a budget, and what would last longer is not begun', async () => {
  const { wait, reset, waits } = patience(5000);
  expect(await wait('it is away')).toBeDefined();
  expect(await wait('it is away')).toBeDefined();
  expect(await wait('it is away')).toBeUndefined();
  reset();
  expect(await wait('a limit', 2000)).toBeDefined();
  reset();
  expect(await wait('a limit', 1)).toBeUndefined();
  expect(waits).toEqual([1000, 2000, 2000]);
});

test('a budget of nothing waits for nothing', async () => {
  expect(await patience(0).wait('it is away')).toBeUndefined();
});
