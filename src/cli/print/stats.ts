import type { HistoryStats, Times } from '../../contract/stats.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { bar, sparkline } from './plot.ts';
import { inSeconds } from './seconds.ts';
import { displayWidth, fit, harmless } from './width.ts';

interface Reading {
  ink: Ink;
  /** Of the terminal. */
  width: number;
}

const shownRows = 10;

/** All figures, with plots as wide as the terminal allows. */
export function statsText(stats: HistoryStats, { ink, width }: Reading): string {
  const { bold, dim } = ink;
  const { projects, successes, failures, from, to } = stats;
  const name = projects.length > 3 ? `${projects.length} projects` : projects.join(', ');
  const sections = [timesOf, trendOf, stagesOf, causesOf, servicesOf, rates].map((section) => section(stats, { ink, width }));
  return [
    `${bold(name)}  ${successes}:${failures} ${dim('successes to failures')}, ${(from ?? '').slice(0, 10)} ${ink.marks.arrow} ${(to ?? '').slice(0, 10)}`,
    ...sections.flatMap((lines) => (lines.length > 0 ? ['', ...lines] : [])),
    '',
  ].join('\n');
}

function timesOf({ time_to_verified: times }: HistoryStats, { ink }: Reading): string[] {
  const row = (name: string, { count, p50, p95 }: Times) =>
    count === 0 ? [] : [[`  ${name}`, inSeconds(p50 ?? 0), inSeconds(p95 ?? 0), ink.dim(`${count}`)]];
  const rows = [...row('all', times.all), ...row('first starts', times.first_starts), ...row('replacements', times.replacements)];
  return rows.length === 0 ? [] : [ink.bold('Time to verified'), ...columns([['', 'P50', 'P95', 'OF'].map(ink.dim), ...rows])];
}

function trendOf({ trend: { unit, periods } }: HistoryStats, { ink, width }: Reading): string[] {
  const label = '  went well  ';
  const shown = periods.slice(-Math.max(1, width - label.length - 24));
  if (shown.length < 2) return [];
  const shares = shown.map(({ successes, failures }) => (successes + failures > 0 ? successes / (successes + failures) : undefined));
  const times = shown.map(({ p50 }) => p50);
  const full = ink.marks.heights.at(-1);
  const slowest = Math.max(...times.map((time) => time ?? 0));
  return [
    `${ink.bold('Trend')} ${ink.dim(`by ${unit}, ${shown[0]?.from} ${ink.marks.arrow} ${shown.at(-1)?.from}`)}`,
    `${label}${ink.green(sparkline(shares, 1, ink))}  ${ink.dim(`${full} is 100 %`)}`,
    `  P50        ${ink.cyan(sparkline(times, slowest, ink))}  ${ink.dim(`${full} is ${inSeconds(slowest)}`)}`,
  ];
}

function stagesOf({ stages }: HistoryStats, reading: Reading): string[] {
  const most = Math.max(0, ...stages.map(({ p50 }) => p50 ?? 0));
  return plotted(
    'Stages, P50',
    stages.map(({ stage, p50 = 0 }) => ({ name: stage, value: p50, said: p50 < 1 ? `${Math.round(p50 * 1000)} ms` : inSeconds(p50) })),
    most,
    reading,
  );
}

function causesOf({ causes }: HistoryStats, reading: Reading): string[] {
  const rows = causes.map(({ cause, count }) => ({ name: cause, value: count, said: `${count}` }));
  return plotted('Why it failed or was stopped', rows, causes[0]?.count ?? 0, reading);
}

function servicesOf({ services }: HistoryStats, reading: Reading): string[] {
  const most = Math.max(0, ...services.map(({ failures }) => failures));
  const rows = services.map(({ service, failures, restarts }) => {
    const again = restarts > 0 ? `, ${restarts} ${restarts > 1 ? 'restarts' : 'restart'}` : '';
    return { name: service, value: failures, said: `${failures} ${failures === 1 ? 'failure' : 'failures'}${again}` };
  });
  return plotted('Flakiest services', rows, most, reading);
}

function rates({ first_time: first, rebuilds }: HistoryStats, { ink }: Reading): string[] {
  const rows = [
    ...(first.versions > 0
      ? [
          [
            '  first-time success',
            percentOf(first.verified, first.versions),
            `${first.verified} of ${first.versions} versions were verified at their first try`,
          ],
        ]
      : []),
    ...(rebuilds.verified > 0
      ? [
          [
            '  builds per verified',
            (rebuilds.builds / rebuilds.verified).toFixed(1),
            `${rebuilds.builds} builds until ${rebuilds.verified} were verified`,
          ],
        ]
      : []),
  ];
  return rows.length === 0
    ? []
    : [ink.bold('Rates'), ...columns(rows.map(([name = '', value = '', why = '']) => [name, value, ink.dim(why)]))];
}

function percentOf(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`;
}

interface PlottedRow {
  name: string;
  value: number;
  said: string;
}

/** Names, figures and bars; the bars take what is left of the line. */
function plotted(title: string, rows: PlottedRow[], most: number, { ink, width }: Reading): string[] {
  if (rows.length === 0) return [];
  const names = rows.slice(0, shownRows).map(({ name }) => fit(harmless(name), 40, ink.marks.more));
  const texts = columns(rows.slice(0, shownRows).map(({ said }, at) => [`  ${names[at]}`, said, '.']));
  const taken = Math.max(...texts.map(displayWidth));
  const space = Math.min(40, width - taken - 1);
  const left = rows.length - shownRows;
  return [
    ink.bold(title),
    ...texts.map((text, at) => `${text.slice(0, -1)}${space < 4 ? '' : ink.cyan(bar(rows[at]?.value ?? 0, most, space, ink))}`.trimEnd()),
    ...(left > 0 ? [ink.dim(`  and ${left} more: --json`)] : []),
  ];
}
