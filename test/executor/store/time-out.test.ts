import { expect, test } from 'vitest';
import type { Timing } from '../../../src/executor/store/store.ts';
import { estimateTimeout, taskNameOf } from '../../../src/executor/store/time-out.ts';

test.each<[string[], string, string | RegExp]>([
  [['claude', '-p', 'do it [category:build][task:web-1.2]'], 'build', 'web-1.2'],
  [['echo', '[task:web]'], 'echo', 'web'],
  [['/usr/bin/make', 'all'], 'make', /^[\da-f]{8}$/],
  [['my tool:x', 'a'], 'my_tool_x', /^[\da-f]{8}$/],
  [['x', '[category:a b][task:][task:a:b]'], 'x', /^[\da-f]{8}$/],
])('%j is filed under %s, %s', (argv, category, task) => {
  expect(taskNameOf(argv)).toEqual({ category, task: typeof task === 'string' ? task : expect.stringMatching(task) });
});

test('other words are another task, and the same words are the same', () => {
  expect(taskNameOf(['make', 'a'])).toEqual(taskNameOf(['make', 'a']));
  expect(taskNameOf(['make', 'a'])).not.toEqual(taskNameOf(['make', 'b']));
  expect(taskNameOf(['make', 'a b'])).not.toEqual(taskNameOf(['make', 'a', 'b']));
});

const took = (actual: number, success = true): Timing => ({ actual, expected: 1, success, timestamp: 0, execution_uuid: '' });

test.each<[string, Timing[], number]>([
  ['nothing known', [], 600],
  ['too little known', [took(40), took(50)], 600],
  ['twice the longest', [took(40), took(50), took(30)], 100],
  ['failures do not count', [took(40), took(50), took(30), took(900, false)], 100],
  ['nor do they make up for missing ones', [took(40), took(50), took(900, false)], 600],
  ['not below the least', [took(1), took(2), took(3)], 20],
  ['not above the most', [took(1), took(2), took(3000)], 1000],
  ['nonsense from others', [took(Infinity), took(-5), took(1)], 1000],
])('%s: %j → %i s', (_, timings, expected) => {
  expect(estimateTimeout(timings, { least: 20, most: 1000, usual: 600 })).toBe(expected);
});
