import { interpolate } from '../model/interpolation.ts';

/**
 * A variable as an env file writes it. Offsets are into the text: `start` to `end` is the whole of it, `valueStart` to `valueEnd` its
 * value with quotes.
 */
export interface DotenvEntry {
  name: string;
  /** `bare` has no `=`: its value is the shell's, if there is one. */
  style: 'plain' | 'single' | 'double' | 'bare';
  /** Quotes and escapes undone; variables in it are not yet filled in. */
  text: string;
  /** Counted from 1. */
  line: number;
  start: number;
  end: number;
  valueStart: number;
  valueEnd: number;
}

export interface Dotenv {
  entries: DotenvEntry[];
  /** Lines that Compose refuses, counted from 1. */
  broken: number[];
}

const blank = String.raw`[\t\v\f\r \u0085\u00A0]*`;
const nameThen = new RegExp(String.raw`(?:export\s+)?${blank}([\p{L}\p{N}_.[\]-]*)${blank}([=:]${blank}|(?=\n|$))`, 'uy');

/** Reads an env file in the dialect of Compose's own parser (compose-go's package dotenv), as Compose 2.26 was seen to read it. */
export function parseDotenv(text: string): Dotenv {
  const read: Dotenv = { entries: [], broken: [] };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length;) {
    const start = at + (/^(?:\s|#[^\n]*)*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) break;
    const entry = entryAt(text, start);
    if (entry) read.entries.push(entry);
    else read.broken.push(lineOf(text, start));
    at = entry ? Math.max(entry.end, start + 1) : lineEnd(text, start);
  }
  return read;
}

function entryAt(text: string, start: number): DotenvEntry | undefined {
  nameThen.lastIndex = start;
  const [whole, name, sign] = nameThen.exec(text) ?? [];
  if (whole === undefined || !name) return undefined;
  const valueStart = start + whole.length;
  const value: Value | undefined = sign ? valueAt(text, valueStart) : { style: 'bare', text: '', end: valueStart };
  if (!value) return undefined;
  const { style, text: content, end } = value;
  return { name, style, text: content, line: lineOf(text, start), start, end, valueStart, valueEnd: end };
}

type Value = Pick<DotenvEntry, 'style' | 'text' | 'end'>;

function valueAt(text: string, start: number): Value | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    const [line = ''] = text.slice(start, lineEnd(text, start)).split(' #');
    const content = line.trimEnd();
    return { style: 'plain', text: content, end: start + content.length };
  }
  const quoted = new RegExp(String.raw`${quote}((?:\\[\s\S]|[^\\${quote}])*)${quote}`, 'y');
  quoted.lastIndex = start;
  const [whole, inside] = quoted.exec(text) ?? [];
  if (whole === undefined || inside === undefined) return undefined;
  const end = start + whole.length;
  // Two backslashes in a row stay two, and do not hide a quote from the one behind them.
  const content = inside.replaceAll(/\\([\s\S])/g, (pair, character: string) => (character === quote ? quote : pair));
  return quote === "'" ? { style: 'single', text: content, end } : { style: 'double', text: withoutEscapes(content), end };
}

const escapes: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '"': '"', '\\': '\\', $: '$$' };

/** `\$` becomes `$$`, which filling in turns into a plain `$`. */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(?:([abfnrtv$"\\])|0(\d{3}))/g, (whole, letter: string | undefined, octal: string | undefined) =>
    letter === undefined ? String.fromCharCode(Number.parseInt(octal ?? '', 8)) : (escapes[letter] ?? whole),
  );
}

/** The value of each variable, in order: it may use `outside` and what stands above it, unless it is in single quotes. */
export function valuesOf({ entries }: Dotenv, outside: Record<string, string>, above: Record<string, string>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, style, text } of entries) {
    const inherited = { ...above, ...outside }[name];
    if (style !== 'bare') values[name] = style === 'single' ? text : interpolate(text, { ...above, ...values, ...outside });
    else if (inherited !== undefined) values[name] = inherited;
  }
  return values;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
