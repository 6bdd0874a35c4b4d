import type { Ink } from './ink.ts';

/** A bar `width` columns long at `most`; what is more than nothing is never shown as nothing. */
export function bar(value: number, most: number, width: number, { marks }: Pick<Ink, 'marks'>): string {
  if (value <= 0 || most <= 0) return '';
  const steps = marks.lengths.length;
  const filled = Math.max(1, Math.round((Math.min(value, most) / most) * width * steps));
  const part = filled % steps;
  return (marks.lengths.at(-1) ?? '').repeat(Math.floor(filled / steps)) + (part > 0 ? (marks.lengths[part - 1] ?? '') : '');
}

/** A column a value, as high as it is beside `most`; a blank where there is none. */
export function sparkline(values: readonly (number | undefined)[], most: number, { marks }: Pick<Ink, 'marks'>): string {
  const highest = marks.heights.length - 1;
  return values
    .map((value) =>
      value === undefined ? ' ' : (marks.heights[most > 0 ? Math.round((Math.min(value, most) / most) * highest) : 0] ?? ' '),
    )
    .join('');
}
