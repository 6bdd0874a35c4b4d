import { inMinutes } from '../../contract/minutes.ts';
import type { HistoryStats, Times } from '../../contract/stats.ts';
import { type Bar, barsSvg } from './bars.ts';
import { type Markup, markup } from './markup.ts';
import { pageStyle } from './style.ts';
import { outcomesSvg, timesSvg } from './periods.ts';

/** How a page of ours is known again, so that nothing else is overwritten. */
const generator = markup`<meta name="generator" content="portside history">`;

/** Whether a page is one of ours: it says so in its head, and not somewhere in its text. */
export function isStatsPage(text: string): boolean {
  const head = text.slice(0, text.indexOf('</head>'));
  return /^<!doctype html>/i.test(head) && head.includes(`\n${generator.text}\n`);
}

const mostBars = 15;

/** The figures as one HTML file that needs nothing else: plots as SVG, no script, light and dark. */
export function statsPage(stats: HistoryStats): string {
  const { projects, successes, failures, from, to, trend, stages, causes, services } = stats;
  const name = projects.length > 3 ? `${projects.length} projects` : projects.join(', ');
  const stageBars = stages.map(({ stage, p50 = 0 }) => ({ name: stage, value: p50, said: inSeconds(p50) }));
  const causeBars = causes.map(({ cause, count }) => ({ name: cause, value: count, said: String(count) }));
  const serviceBars = services.map(({ service, failures: failed, restarts }) => ({
    ...{ name: service, value: failed },
    said: `${failed} failed${restarts > 0 ? `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}` : ''}`,
  }));
  const sections = [
    ...(trend.periods.length > 0
      ? [section(`Successes and failures by ${trend.unit}`, outcomesSvg(trend.unit, trend.periods)), tableOf(stats)]
      : []),
    ...(trend.periods.some(({ p50 }) => p50 !== undefined)
      ? [section(`Median time to verified by ${trend.unit}`, timesSvg(trend.unit, trend.periods))]
      : []),
    ...barSection('stages', 'Stages: the median of each', stageBars),
    ...barSection('causes', 'Why it failed or was stopped', causeBars),
    ...barSection('services', 'Flakiest services', serviceBars),
  ];
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${generator}
<title>${name}: history</title>
${pageStyle}
</head>
<body>
<main>
<h1>${name}</h1>
<p>${(from ?? '').slice(0, 10)} to ${(to ?? '').slice(0, 10)}, in UTC</p>
${tiles(stats, `${successes}:${failures}`)}
${sections}
</main>
</body>
</html>
`;
  return text;
}

function tiles({ time_to_verified: times, first_time: first, rebuilds }: HistoryStats, ratio: string): Markup {
  const rows: [string, string][] = [
    ['successes to failures', ratio],
    ...timesRows('time to verified', times.all),
    ...(times.first_starts.count > 0 && times.replacements.count > 0
      ? [...timesRows('first starts', times.first_starts), ...timesRows('replacements', times.replacements)]
      : []),
    ...(first.versions > 0
      ? [
          [
            `verified at the first try (${first.verified} of ${first.versions} versions)`,
            `${Math.round((first.verified / first.versions) * 100)} %`,
          ] as [string, string],
        ]
      : []),
    ...(rebuilds.verified > 0
      ? [['builds per verified deployment', (rebuilds.builds / rebuilds.verified).toFixed(1)] as [string, string]]
      : []),
  ];
  return markup`<dl class="tiles">${rows.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function timesRows(label: string, { p50, p95 }: Times): [string, string][] {
  return p50 === undefined || p95 === undefined ? [] : [[`${label}, P50 and P95`, `${inSeconds(p50)} · ${inSeconds(p95)}`]];
}

function barSection(id: string, title: string, bars: Bar[]): Markup[] {
  if (bars.length === 0) return [];
  const left = bars.length - mostBars;
  const drawing = barsSvg(id, title, bars.slice(0, mostBars));
  return [section(title, left > 0 ? markup`${drawing}<p>and ${left} more: portside history --stats --json has all of them</p>` : drawing)];
}

function section(title: string, drawing: Markup): Markup {
  return markup`<section><h2>${title}</h2>${drawing}</section>`;
}

/** The same in words, for whoever does not see the plots. */
function tableOf({ trend: { unit, periods } }: HistoryStats): Markup {
  const rows = periods.map(
    ({ from, successes, failures, p50 }) =>
      markup`<tr><th scope="row">${from}</th><td>${successes}</td><td>${failures}</td><td>${p50 === undefined ? '' : inSeconds(p50)}</td></tr>`,
  );
  return markup`<details><summary>As a table</summary><table><thead><tr><th scope="col">${unit}</th><th scope="col">succeeded</th><th scope="col">failed</th><th scope="col">P50</th></tr></thead>
<tbody>${rows}</tbody></table></details>`;
}

function inSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 59.5 ? `${seconds} s` : inMinutes(seconds);
}
