import { drawing, width } from './drawing.ts';
import { type Markup, markup } from './markup.ts';

export interface Bar {
  name: string;
  value: number;
  /** The value as it is written at the bar's end. */
  said: string;
}

const line = 26;
const names = 210;
const figures = 150;

/** Bars from left to right, a line each, as long as their values. */
export function barsSvg(id: string, title: string, bars: readonly Bar[]): Markup {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const told = bars.map(({ name, said }) => `${name}: ${said}`).join('; ');
  const rows = bars.map(({ name, value, said }, at) => {
    const long = Math.round((value / most) * (width - names - figures));
    const middle = at * line + line / 2;
    return markup`<g><title>${name}: ${said}</title>
<text x="${names - 10}" y="${middle}" text-anchor="end" dominant-baseline="central">${shortened(name)}</text>
<rect class="bar" x="${names}" y="${middle - 8}" width="${Math.max(long, value > 0 ? 2 : 0)}" height="16" rx="2"/>
<text class="figure" x="${names + long + 8}" y="${middle}" dominant-baseline="central">${said}</text></g>`;
  });
  return drawing({ id, title, told, height: bars.length * line }, rows);
}

const longestName = 28;

function shortened(name: string): string {
  const letters = [...name];
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join('')}…` : name;
}
