import { styleText } from 'node:util';
import type { Sink, World } from '../world.ts';

/** Colours and marks as one stream can show them. */
export interface Ink {
  bold: Paint;
  dim: Paint;
  red: Paint;
  green: Paint;
  yellow: Paint;
  cyan: Paint;
  marks: Marks;
}

type Paint = (text: string) => string;
type Marks = typeof unicodeMarks;

const unicodeMarks = {
  ok: '✔',
  failed: '✘',
  warning: '▲',
  note: '·',
  waiting: '·',
  bar: '│',
  arrow: '→',
  more: '…',
  spinner: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏',
  /** Of a bar's last column. */
  lengths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};
const plainMarks: Marks = {
  ok: '+',
  failed: 'x',
  warning: '!',
  note: '-',
  waiting: '.',
  bar: '|',
  arrow: '->',
  more: '...',
  spinner: '|/-\\',
  lengths: ['#'],
  heights: ['_', '.', '-', '=', '+', '*', '#'],
};

export function inkFor({ environment }: Pick<World, 'environment'>, sink: Sink): Ink {
  const colours = wantsColour(environment, sink);
  // `validateStream: false`: the decision is made here, from the environment that was handed in.
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    colours ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
    marks: knowsUnicode(environment) ? unicodeMarks : plainMarks,
  };
}

/** FORCE_COLOR before NO_COLOR, as Node itself has it; else only a terminal gets colours. */
function wantsColour({ FORCE_COLOR: force, NO_COLOR: no, TERM: term }: Record<string, string>, { isTTY }: Sink): boolean {
  if (force !== undefined) return force !== '0' && force !== 'false';
  return !no && term !== 'dumb' && isTTY === true;
}

/** A container's shell often names no locale at all and still shows every mark: only those who say that they cannot, or name another encoding, get plain ones. */
function knowsUnicode({ TERM: term, LC_ALL, LC_CTYPE, LANG }: Record<string, string>): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return term !== 'linux' && term !== 'dumb' && !/^(C|POSIX)$|\.(?!utf-?8)/i.test(locale);
}
