import { expect, test } from 'vitest';
import { bar, sparkline } from '../../src/cli/print/plot.ts';
import { inkFor } from '../../src/cli/print/ink.ts';
import type { App } from '../../src/contract/app.ts';
import type { HistoryStats } from '../../src/contract/stats.ts';
import { portside } from './memory-world.ts';

const stats: HistoryStats = {
  ...{ projects: ['hello'], successes: 4, failures: 1, from: '2026-11-20T04:00:00.000Z', to: '2026-11-22T04:00:00.000Z' },
  time_to_verified: {
    all: { count: 4, p50: 1.5, p95: 90 },
    first_starts: { count: 1, p50: 2, p95: 2 },
    replacements: { count: 3, p50: 1, p95: 90 },
  },
  stages: [
    { stage: 'build', count: 4, p50: 0.5, p95: 1 },
    { stage: 'verify', count: 4, p50: 1.25, p95: 1.5 },
  ],
  causes: [
    { cause: 'crashed', count: 3 },
    { cause: 'stage build', count: 1 },
  ],
  services: [{ service: 'web', failures: 1, restarts: 2 }],
  first_time: { versions: 3, verified: 2 },
  rebuilds: { builds: 5, verified: 4 },
  trend: {
    unit: 'day',
    periods: [
      { from: '2026-11-20', successes: 3, failures: 1, p50: 2 },
      { from: '2026-11-21', successes: 0, failures: 0 },
      { from: '2026-11-22', successes: 1, failures: 0, p50: 1 },
    ],
  },
};
const app: Partial<App> = {
  historyStats: () => Promise.resolve(stats),
  writeStatsPage: (file) => Promise.resolve({ file: `/srv/${file}`, change: 'created' }),
};

test('all figures, with plots', async () => {
  const { exit, stdout, stderr } = await portside(['history', '--stats'], app);
  expect(exit).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "hello  4:1 successes to failures, 2026-11-20 → 2026-11-22

    Time to verified
                    P50    P95         OF
      all           1.5 s  1 min 30 s  4
      first starts  2.0 s  2.0 s       1
      replacements  1.0 s  1 min 30 s  3

    Trend by day, 2026-11-20 → 2026-11-22
      went well  ▆ █  █ is 100 %
      P50        █ ▅  █ is 2.0 s

    Stages, P50
      build   500 ms  ████████████████
      verify  1.3 s   ████████████████████████████████████████

    Why it failed or was stopped
      crashed      3  ████████████████████████████████████████
      stage build  1  █████████████▍

    Flakiest services
      web  1 failure, 2 restarts  ████████████████████████████████████████

    Rates
      first-time success   67 %  2 of 3 versions were verified at their first try
      builds per verified  1.3   5 builds until 4 were verified
    "
  `);
  expect(stderr).toBe('\nportside history --html history.html  draws it as a page\n');
});

test('plots keep to the width of the terminal, and to ASCII where the locale is not UTF-8', async () => {
  for (const columns of [20, 40, 60, 200]) {
    const written: string[] = [];
    const stdout = { isTTY: false, columns, write: (text: string) => written.push(text) };
    await portside(['history', '--stats'], app, { stdout, environment: { LANG: 'en_US.ISO-8859-1' } });
    const text = written.join('');
    expect(text).toMatch(/^[\n\x20-\x7E]*$/);
    const plotted = text.split('\n').filter((line) => line.includes('##'));
    expect(plotted.filter((line) => line.length > columns)).toEqual([]);
  }
});

test('a bar is as long as its value, in eighths; what is there is seen', () => {
  const ink = inkFor({ environment: {} }, { write: () => true });
  expect([0, 0.001, 1, 5, 10, 99].map((value) => bar(value, 10, 4, ink))).toEqual(['', '▏', '▍', '██', '████', '████']);
  expect(bar(1, 0, 4, ink)).toBe('');
  expect(sparkline([0, undefined, 5, 10], 10, ink)).toBe('▁ ▅█');
  expect(sparkline([0], 0, ink)).toBe('▁');
});

test('--json is the figures, --html says where the page is', async () => {
  expect(JSON.parse((await portside(['history', '--stats', '--json'], app)).stdout)).toEqual(stats);
  expect(await portside(['history', '--html', 'h.html'], app)).toMatchObject({
    exit: 0,
    stdout: '',
    stderr: expect.stringContaining('/srv/h.html made'),
  });
  expect(await portside(['history', '--stats', '--markdown'], app)).toMatchObject({ exit: 2 });
});

test('nothing recorded is said', async () => {
  const { from: _from, to: _to, ...none } = stats;
  const { stdout, stderr } = await portside(['history', '--stats'], { historyStats: () => Promise.resolve(none) });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'nothing is recorded yet: the next portside up is\n' });
});
