import { expect, test } from 'vitest';
import type { HistoryStats, Period } from '../../src/contract/stats.ts';
import { barsSvg } from '../../src/story/page/bars.ts';
import { markup } from '../../src/story/page/markup.ts';
import { isStatsPage, statsPage } from '../../src/story/page/page.ts';
import { outcomesSvg, timesSvg } from '../../src/story/page/periods.ts';

const days: Period[] = [
  { from: '2026-11-20', successes: 3, failures: 1, p50: 2 },
  { from: '2026-11-21', successes: 0, failures: 0 },
  { from: '2026-11-22', successes: 1, failures: 0, p50: 1 },
];
const evil = '<script>alert("1")</script> & \'x\' \u0000\u001B]]>';
const stats: HistoryStats = {
  ...{ projects: ['hello'], successes: 4, failures: 1, from: '2026-11-20T04:00:00.000Z', to: '2026-11-22T04:00:00.000Z' },
  time_to_verified: {
    all: { count: 4, p50: 1.5, p95: 90 },
    first_starts: { count: 1, p50: 2, p95: 2 },
    replacements: { count: 3, p50: 1, p95: 90 },
  },
  stages: [{ stage: 'build', count: 4, p50: 0.5, p95: 1 }],
  causes: [{ cause: 'crashed', count: 1 }],
  services: [{ service: evil, failures: 1, restarts: 2 }],
  first_time: { versions: 3, verified: 2 },
  rebuilds: { builds: 5, verified: 4 },
  trend: { unit: 'day', periods: days },
};

/** Every tag is closed, in order: what a browser would have to guess is no document of ours. */
function unclosed(html: string): string[] {
  const open: string[] = [];
  for (const [, end, name = '', , closed] of html.matchAll(/<(\/?)([a-zA-Z][\w]*)((?:"[^"]*"|[^">])*?)(\/?)>/g)) {
    if (end) open.splice(open.lastIndexOf(name), 1, ...(open.at(-1) === name ? [] : [`${name} closed before ${open.at(-1)}`]));
    else if (!closed && name !== 'meta') open.push(name);
  }
  return open;
}

test('text of others is never markup, and what XML cannot say is left out', () => {
  const { text } = markup`<p title="${evil}">${evil}</p>`;
  for (const bad of ['<script', '\u0000', '\u001B', '"1"']) expect(text).not.toContain(bad);
  expect(markup`<p>${[markup`<b>${'<'}</b>`]}${7}</p>`.text).toBe('<p><b>&lt;</b>7</p>');
});

test('a page needs nothing else, runs nothing, and is well formed', () => {
  const page = statsPage(stats);
  expect(unclosed(page)).toEqual([]);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\son\w+=/);
  expect(page).toContain('prefers-color-scheme: dark');
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)');
  for (const [drawing = ''] of page.matchAll(/<svg[^]*?<\/svg>/g)) {
    expect(drawing).toMatch(/role="img" aria-labelledby="(\w+)-title \1-desc"/);
    expect(drawing).toMatch(/<title id="\w+-title">.+<\/title><desc id="\w+-desc">.+<\/desc>/);
  }
  expect(page.match(/<svg/g)).toHaveLength(5);
  expect(page).not.toContain('NaN');
});

test('the figures stand in it as text', () => {
  const page = statsPage(stats);
  for (const figure of ['4:1', '1.5 s · 1 min 30 s', '67 %', '1.3', '500 ms']) expect(page).toContain(`${figure}<`);
});

test('bars are as long as their values, and something is never nothing', () => {
  const { text } = barsSvg('x', 'X', [
    { name: 'a', value: 200, said: '200' },
    { name: 'b', value: 100, said: '100' },
    { name: 'c', value: 0.001, said: '0' },
    { name: 'd', value: 0, said: '0' },
  ]);
  expect([...text.matchAll(/width="(\d+)"/g)].map(([, width]) => Number(width))).toEqual([360, 180, 2, 0]);
});

test('outcomes stand on each other; the line of times has a gap where there is none', () => {
  const heights = [...outcomesSvg('day', days).text.matchAll(/<rect class="(\w+)"[^>]* height="([\d.]+)"/g)].map(
    ([, name, high]) => `${name} ${high}`,
  );
  expect(heights.slice(0, 6)).toEqual(['good 120', 'bad 40', 'good 0', 'bad 0', 'good 40', 'bad 0']);
  expect(timesSvg('day', days).text).toMatch(/<path class="line" d="M[\d.]+ [\d.]+M[\d.]+ [\d.]+"\/>/);
  expect(timesSvg('day', days.slice(0, 1)).text).not.toContain('NaN');
});

test('without any record there is a page too', () => {
  const none = { count: 0 };
  const page = statsPage({
    ...{ projects: [], successes: 0, failures: 0, time_to_verified: { all: none, first_starts: none, replacements: none } },
    ...{ stages: [], causes: [], services: [], first_time: { versions: 0, verified: 0 }, rebuilds: { builds: 0, verified: 0 } },
    trend: { unit: 'day', periods: [] },
  });
  expect(unclosed(page)).toEqual([]);
  expect(page).toContain('0:0');
});

test('what is left out of a plot is counted, one is one, and sixty seconds are a minute', () => {
  const causes = Array.from({ length: 17 }, (_, at) => ({ cause: `cause${at}`, count: 1 }));
  const services = [{ service: 'web', failures: 1, restarts: 1 }];
  const times = { count: 1, p50: 59.7, p95: 119.8 };
  const page = statsPage({ ...stats, causes, services, time_to_verified: { ...stats.time_to_verified, all: times } } as never);
  expect(page).toContain('and 2 more: portside history --stats --json has all of them');
  expect(page).toContain('1 failed, 1 restart');
  expect(page).not.toContain('1 restarts');
  expect(page).toContain('1 min 0 s · 2 min 0 s');
});

test('a page is ours by its head, and not for what its text says', () => {
  const page = statsPage(stats);
  expect(isStatsPage(page)).toBe(true);
  const tag = '<meta name="generator" content="portside history">';
  expect(isStatsPage(`<!doctype html>\n<html><head><title>a</title></head><body>\n${tag}\n</body></html>`)).toBe(false);
  expect(isStatsPage(`# Notes\n${tag}\n`)).toBe(false);
});
