import { expect, test } from 'vitest';
import type { Skimmed } from '../../src/ledger/skim.ts';
import { Distribution } from '../../src/story/figures/distribution.ts';
import { figuresOf } from '../../src/story/figures/figures.ts';
import { Trend } from '../../src/story/figures/trend.ts';

const plain: Skimmed = {
  ...{ project: 'hello', action: 'up', success: true, counts: true, timestamp: '2026-11-20T04:00:00.000Z', contentHash: 'a' },
  ...{ duration: 2, stages: { build: 1, verify: 0.5 }, replaces: false, restarts: {} },
};
const failed = (changes: Partial<Skimmed> = {}): Skimmed => ({
  ...plain,
  ...{ success: false, failure: { interrupted: false, cause: 'crashed', stage: 'verify', service: 'web' } },
  ...changes,
});

test('percentiles are values that really were, to three digits', () => {
  const distribution = new Distribution();
  expect(distribution.times()).toEqual({ count: 0 });
  for (let ms = 100; ms > 0; ms--) distribution.add(ms / 1000);
  expect(distribution.times()).toEqual({ count: 100, p50: 0.05, p95: 0.095 });
  const long = new Distribution();
  for (const seconds of [61.2345, 1000.4, 3]) long.add(seconds);
  expect(long.times()).toEqual({ count: 3, p50: 61.2, p95: 1000 });
  long.addAll(distribution);
  expect(long.times().count).toBe(103);
});

test('time to verified is that of ups that changed something and went well, first starts and replacements apart', () => {
  const { time_to_verified: times, stages } = figuresOf(
    [
      plain,
      { ...plain, duration: 8, replaces: true, stages: { verify: 5, apply: 1, build: 3 } },
      { ...plain, duration: 0.1, counts: false },
      { ...plain, duration: 60, action: 'rollback' },
      failed({ duration: 30 }),
      { ...plain, action: 'down', duration: 90, counts: false },
    ],
    ['hello'],
  );
  expect(times).toEqual({
    all: { count: 2, p50: 2, p95: 8 },
    first_starts: { count: 1, p50: 2, p95: 2 },
    replacements: { count: 1, p50: 8, p95: 8 },
  });
  expect(stages.map(({ stage, p50 }) => [stage, p50])).toEqual([
    ['build', 1],
    ['apply', 1],
    ['verify', 0.5],
  ]);
});

test('causes by the diagnosis, else by the stage; what somebody interrupted has none', () => {
  const { causes } = figuresOf(
    [
      failed(),
      failed({ counts: false, failure: { interrupted: false, stage: 'build' } }),
      failed(),
      failed({ failure: { interrupted: true, stage: 'apply' } }),
      failed({ failure: { interrupted: false } }),
    ],
    ['hello'],
  );
  expect(causes).toEqual([
    { cause: 'crashed', count: 2 },
    { cause: 'stage build', count: 1 },
    { cause: 'unknown', count: 1 },
  ]);
});

test('services by their failures, then by their restarts; what changed nothing saw the same restarts again', () => {
  const records = [failed(), { ...plain, restarts: { db: 2, web: 1 } }, { ...plain, counts: false, restarts: { db: 7 } }];
  expect(figuresOf(records, ['hello']).services).toEqual([
    { service: 'web', failures: 1, restarts: 1 },
    { service: 'db', failures: 0, restarts: 2 },
  ]);
  expect(figuresOf(records, ['hello', 'shop']).services[0]).toMatchObject({ service: 'hello/web' });
});

test('a version succeeds the first time where the first execution that counts of it does', () => {
  const records = [
    failed({ counts: false }),
    plain,
    failed(),
    failed({ contentHash: 'b' }),
    { ...plain, contentHash: 'b' },
    { ...plain, contentHash: 'b', project: 'shop' },
  ];
  expect(figuresOf(records, ['hello', 'shop']).first_time).toEqual({ versions: 3, verified: 2 });
});

test('builds are counted until a version is verified: not what stopped before, not what changed nothing, not what is still open', () => {
  const records = [
    failed({ stages: { resolve: 1, check: 1 }, counts: false }),
    failed({ counts: false }),
    failed(),
    plain,
    { ...plain, counts: false },
    plain,
    failed({ failure: { interrupted: true } }),
    failed(),
  ];
  expect(figuresOf(records, ['hello']).rebuilds).toEqual({ builds: 4, verified: 2 });
});

test('a trend goes by days, weeks from Monday, or months, and leaves no period out', () => {
  const trendOf = (...dates: string[]) => {
    const trend = new Trend();
    for (const date of dates) trend.add(`${date}T23:59:59.999Z`, true, 2);
    const { unit, periods } = trend.periods();
    return { unit, count: periods.length, first: periods[0]?.from, last: periods.at(-1)?.from, second: periods[1] };
  };
  expect(trendOf()).toMatchObject({ count: 0 });
  expect(trendOf('2026-02-27', '2026-03-01')).toEqual({
    ...{ unit: 'day', count: 3, first: '2026-02-27', last: '2026-03-01' },
    second: { from: '2026-02-28', successes: 0, failures: 0 },
  });
  expect(trendOf('2025-11-20', '2026-01-01')).toMatchObject({ unit: 'week', count: 7, first: '2025-11-17', last: '2025-12-29' });
  expect(trendOf('2024-01-31', '2026-01-01')).toMatchObject({ unit: 'month', count: 25, first: '2024-01-01', last: '2026-01-01' });
  expect(trendOf('2000-01-01', '2026-01-01').count).toBeLessThan(62);
});

test('nothing recorded has no figures, and no failure', () => {
  expect(figuresOf([], [])).toMatchObject({ successes: 0, causes: [], trend: { periods: [] }, time_to_verified: { all: { count: 0 } } });
});
