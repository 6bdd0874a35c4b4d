import type { Period } from '../../contract/stats.ts';
import { drawing, width } from './drawing.ts';
import { type Markup, markup } from './markup.ts';

const height = 200;
const area = { left: 56, right: 12, top: 14, bottom: 26 };
const inner = { width: width - area.left - area.right, height: height - area.top - area.bottom };

/** Successes and failures of each period, one on the other. */
export function outcomesSvg(unit: string, periods: readonly Period[]): Markup {
  const most = Math.max(1, ...periods.map(({ successes, failures }) => successes + failures));
  const slot = inner.width / periods.length;
  const wide = Math.min(slot * 0.8, 40);
  const bars = periods.map(({ from, successes, failures }, at) => {
    const x = area.left + at * slot + (slot - wide) / 2;
    const [good, bad] = [heightOf(successes, most), heightOf(failures, most)];
    const floor = area.top + inner.height;
    return markup`<g><title>${from}: ${successes} succeeded, ${failures} failed</title>
<rect class="good" x="${short(x)}" y="${short(floor - good)}" width="${short(wide)}" height="${short(good)}"/>
<rect class="bad" x="${short(x)}" y="${short(floor - good - bad)}" width="${short(wide)}" height="${short(bad)}"/></g>`;
  });
  const told = periods.map(({ from, successes, failures }) => `${from}: ${successes}:${failures}`).join('; ');
  return framed('outcomes', `Successes and failures by ${unit}`, told, `${most}`, periods, [
    ...bars,
    markup`<g><rect class="good" x="${area.left}" y="0" width="10" height="10"/><text x="${area.left + 14}" y="9">succeeded</text>
<rect class="bad" x="${area.left + 90}" y="0" width="10" height="10"/><text x="${area.left + 104}" y="9">failed</text></g>`,
  ]);
}

/** The median time to verified of each period that has one; the line has gaps where none has. */
export function timesSvg(unit: string, periods: readonly Period[]): Markup {
  const most = Math.max(Number.MIN_VALUE, ...periods.map(({ p50 }) => p50 ?? 0));
  const slot = inner.width / periods.length;
  const points = periods.flatMap(({ from, p50 }, at) => {
    if (p50 === undefined) return [];
    return [{ at, from, p50, x: short(area.left + (at + 0.5) * slot), y: short(area.top + inner.height - (p50 / most) * inner.height) }];
  });
  const path = points.map(({ at, x, y }, place) => `${points[place - 1]?.at === at - 1 ? 'L' : 'M'}${x} ${y}`).join('');
  const told = points.map(({ from, p50 }) => `${from}: ${p50} s`).join('; ');
  return framed('times', `Median time to verified by ${unit}`, told, `${most} s`, periods, [
    markup`<path class="line" d="${path}"/>`,
    ...points.map(({ from, p50, x, y }) => markup`<circle class="dot" cx="${x}" cy="${y}" r="3"><title>${from}: ${p50} s</title></circle>`),
  ]);
}

function framed(id: string, title: string, told: string, top: string, periods: readonly Period[], drawn: Markup[]): Markup {
  const floor = area.top + inner.height;
  const axes = markup`<line class="axis" x1="${area.left}" x2="${width - area.right}" y1="${floor}" y2="${floor}"/>
<line class="grid" x1="${area.left}" x2="${width - area.right}" y1="${area.top}" y2="${area.top}"/>
<text x="${area.left - 8}" y="${area.top + 4}" text-anchor="end">${top}</text>
<text x="${area.left - 8}" y="${floor + 4}" text-anchor="end">0</text>`;
  return drawing({ id, title, told, height }, [axes, ...drawn, ...datesBelow(periods, floor + 18)]);
}

/** The first, the last and the one in the middle: more would run into each other. */
function datesBelow(periods: readonly Period[], y: number): Markup[] {
  const slot = inner.width / periods.length;
  const last = periods.length - 1;
  const chosen = [...new Set(last < 4 ? [0, last] : [0, Math.round(last / 2), last])];
  return chosen.map((at) => {
    const anchor = last === 0 ? 'middle' : at === 0 ? 'start' : at === last ? 'end' : 'middle';
    const x = anchor === 'start' ? area.left : anchor === 'end' ? width - area.right : area.left + (at + 0.5) * slot;
    return markup`<text x="${short(x)}" y="${y}" text-anchor="${anchor}">${periods[at]?.from ?? ''}</text>`;
  });
}

function heightOf(count: number, most: number): number {
  return (count / most) * inner.height;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
