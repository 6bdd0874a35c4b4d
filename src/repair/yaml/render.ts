import { parseDocument } from 'yaml';

export type Quotes = 'plain' | 'single' | 'double';

/** A scalar as YAML, in the quotes of what stood there where they can hold it. */
export function scalarText(value: unknown, quotes: Quotes = 'plain', inFlow = false): string {
  if (typeof value !== 'string') return value === null || value === undefined ? 'null' : String(value);
  const candidates = { plain: value, single: `'${value.replaceAll("'", "''")}'`, double: JSON.stringify(value) };
  const order: Quotes[] = quotes === 'single' ? ['single', 'double'] : quotes === 'double' ? ['double'] : ['plain', 'double'];
  return order.map((one) => candidates[one]).find((text) => says(text, value, inFlow)) ?? candidates.double;
}

/** Older readers of YAML see booleans, times and octal numbers in some plain texts. */
const ambiguous = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+.]?[\d.][\d_.:eExXoa-fA-F+-]*)$/i;

function says(text: string, value: string, inFlow: boolean): boolean {
  if (text === value && (ambiguous.test(value) || /[\r\n]/.test(value) || (inFlow && /[[\]{},]/.test(value)))) return false;
  const document = parseDocument(inFlow ? `[${text}]` : `k: ${text}`, { logLevel: 'silent' });
  const data: unknown = document.errors.length > 0 ? undefined : document.toJS();
  return (inFlow ? (data as unknown[] | undefined)?.length === 1 && (data as unknown[])[0] : Object(data)['k']) === value;
}

const widestLine = 100;

/** On one line. */
export function flowText(value: unknown, quotes: Quotes = 'plain'): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, quotes)).join(', ')}]`;
  if (!isObject(value)) return scalarText(value, quotes, true);
  const pairs = Object.entries(value).map(([key, inner]) => `${scalarText(key, 'plain', true)}: ${flowText(inner, quotes)}`);
  return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}';
}

export interface Layout {
  eol: string;
  step: number;
}

/** `key: value`, without the indentation of its first line. */
export function pairText(key: string, value: unknown, indent: number, layout: Layout): string {
  const name = scalarText(key);
  if (value === null || value === undefined) return `${name}:`;
  if (!isNested(value)) return `${name}: ${flowOrScalar(value)}`;
  return `${name}:${layout.eol}${blockText(value, indent + layout.step, layout)}`;
}

/** Over several lines, each of them indented. */
export function blockText(value: unknown, indent: number, layout: Layout): string {
  const before = ' '.repeat(indent);
  const rows = Array.isArray(value)
    ? value.map((item) => `- ${itemText(item, indent + 2, layout)}`)
    : Object.entries(Object(value) as object).map(([key, inner]) => pairText(key, inner, indent, layout));
  return rows.map((row) => before + row).join(layout.eol);
}

/** What follows `- `. */
export function itemText(item: unknown, indent: number, layout: Layout, quotes: Quotes = 'plain'): string {
  if (!isNested(item)) return isObject(item) || Array.isArray(item) ? flowText(item) : scalarText(item, quotes);
  return blockText(item, indent, layout).trimStart();
}

function flowOrScalar(value: unknown): string {
  return isObject(value) || Array.isArray(value) ? flowText(value) : scalarText(value);
}

/** What is better read over several lines: maps, lists of them, and lists that are too long for one line. */
export function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isObject(item) || Array.isArray(item)) || flowText(value).length > widestLine;
  return isObject(value) && Object.keys(value).length > 0;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
