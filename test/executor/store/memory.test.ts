import { expect, test } from 'vitest';
import { createMemory } from '../../../src/executor/store/memory.ts';
import type { Timing } from '../../../src/executor/store/store.ts';

const timing = (actual: number): Timing => ({ actual, expected: 1, success: true, timestamp: actual, execution_uuid: '' });

test('of each task the last hundred are kept, the newest last', () => {
  const memory = createMemory();
  for (let actual = 1; actual <= 150; actual += 1) memory.add({ category: 'a', task: 'b' }, timing(actual));
  memory.add({ category: 'a', task: 'c' }, timing(7));
  expect(memory.timings({ category: 'a', task: 'b' }).map(({ actual }) => actual)).toEqual(
    Array.from({ length: 100 }, (_, place) => place + 51),
  );
  expect(memory.timings({ category: 'a', task: 'c' })).toEqual([timing(7)]);
  expect(memory.timings({ category: 'c', task: 'a' })).toEqual([]);
});

test('of a thousand and one tasks the one goes that was not added to for longest', () => {
  const memory = createMemory();
  const name = (place: number) => ({ category: 'many', task: String(place) });
  for (let place = 0; place < 1000; place += 1) memory.add(name(place), timing(1));
  memory.add(name(0), timing(2));
  memory.add(name(1000), timing(3));
  expect([0, 1, 2, 1000].map((place) => memory.timings(name(place)).length)).toEqual([2, 0, 1, 1]);
});
