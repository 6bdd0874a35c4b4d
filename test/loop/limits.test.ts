import { describe, expect, test } from 'vitest';
import type { Try } from '../../src/contract/improvement.ts';
import { mostIterations, whyStop } from '../../src/loop/limits.ts';

function tried(changes: Partial<Try> = {}): Try {
  return {
    ...{ iteration: 1, agent: 'a', outcome: 'done', verdict: 'kept', reason: 'r', held: 0, of: 3, stat: '', files: [], put_back: [] },
    ...{ tokens: 0, seconds: 1 },
    ...changes,
  };
}

const held = (...counts: number[]) => counts.map((count) => tried({ held: count }));
const with_ = (tries: Try[], more: { tokens?: number; dollars?: number } = {}) => ({
  tries,
  iteration: tries.length + 1,
  tokens: 0,
  ...more,
});

describe('how many iterations', () => {
  test.each([
    ['simple', 10],
    ['default', 20],
    ['complex', 50],
    [7, 7],
    ['unlimited', undefined],
  ] as const)('%s: %s', (limit, most) => {
    expect(mostIterations(limit, held(0, 1, 2))).toBe(most);
  });

  test('adaptive begins as a simple one, grows by five whenever more hold than ever, and ends as a complex one', () => {
    expect(mostIterations('adaptive', [])).toBe(10);
    expect(mostIterations('adaptive', held(0, 0))).toBe(10);
    expect(mostIterations('adaptive', held(1))).toBe(15);
    expect(mostIterations('adaptive', held(1, 1, 0, 1))).toBe(15);
    expect(mostIterations('adaptive', held(1, 2, 1, 2))).toBe(20);
    expect(mostIterations('adaptive', held(...Array.from({ length: 30 }, (_, index) => index)))).toBe(50);
  });

  test('adaptive counts from what held before the first try, and only what was kept', () => {
    expect(mostIterations('adaptive', held(2), 2)).toBe(10);
    expect(mostIterations('adaptive', held(3), 2)).toBe(15);
    expect(mostIterations('adaptive', [tried({ held: 3, verdict: 'reverted' })])).toBe(10);
  });
});

describe('why no further iteration begins', () => {
  const limits = { limit: 'default' } as const;

  test.each([
    ['nothing was tried yet', with_([]), limits, 0, undefined],
    ['the last one is used up', with_(held(0, 1)), { limit: 2 }, 0, { reason: 'max_iterations', detail: '2 iterations were not enough' }],
    ['the only one is used up', with_(held(0)), { limit: 1 }, 0, { reason: 'max_iterations', detail: '1 iteration was not enough' }],
    ['its time is over', with_([]), { ...limits, timeMs: 5000 }, 5000, { reason: 'timeout', detail: 'its time of 5 s is over' }],
    ['a moment is left', with_([]), { ...limits, timeMs: 5000 }, 4999, undefined],
    ['a budget of no time', with_([]), { ...limits, timeMs: 0 }, 0, { reason: 'timeout', detail: 'its time of 0 s is over' }],
    [
      'its tokens are used',
      with_([], { tokens: 100 }),
      { ...limits, tokens: 100 },
      0,
      { reason: 'resource_limit', detail: '100 tokens are used, of 100' },
    ],
    ['a budget of no tokens', with_([]), { ...limits, tokens: 0 }, 0, { reason: 'resource_limit', detail: '0 tokens are used, of 0' }],
    [
      'its money is spent',
      with_([], { dollars: 5.25 }),
      { ...limits, dollars: 5 },
      0,
      { reason: 'resource_limit', detail: '$5.25 are spent, of $5.00' },
    ],
    ['nobody says what it costs', with_([]), { ...limits, dollars: 5 }, 0, undefined],
  ] as const)('%s', (_, run, given, usedMs, stop) => {
    expect(whyStop(run, given, usedMs)).toEqual(stop);
  });

  test('three tries in a row that changed nothing, not two, and not where one between them did', () => {
    const unchanged = tried({ verdict: 'unchanged' });
    expect(whyStop(with_([unchanged, unchanged]), limits, 0)).toBeUndefined();
    expect(whyStop(with_([unchanged, unchanged, tried({ verdict: 'reverted' }), unchanged]), limits, 0)).toBeUndefined();
    expect(whyStop(with_([unchanged, unchanged, unchanged]), limits, 0)).toEqual({
      reason: 'stagnated',
      detail: '3 tries in a row changed nothing',
    });
  });

  test('six tries in a row that made nothing better, whatever the limit', () => {
    const reverted = Array.from({ length: 6 }, () => tried({ verdict: 'reverted' }));
    expect(whyStop(with_([tried(), ...reverted.slice(1)]), limits, 0)).toBeUndefined();
    expect(whyStop(with_([tried(), ...reverted]), { limit: 'unlimited' }, 0)).toEqual({
      reason: 'stagnated',
      detail: '6 tries in a row made nothing better',
    });
  });

  test('an agent that has nothing to try is not asked again', () => {
    const refused = tried({ verdict: 'unchanged', outcome: 'refused', reason: 'no rule fits' });
    expect(whyStop(with_([refused]), limits, 0)).toEqual({ reason: 'stagnated', detail: 'nothing is left to try: no rule fits' });
  });
});
