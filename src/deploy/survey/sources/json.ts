import type { Flaw } from './source.ts';

/** Undefined where it is JSON. */
export function flawOfJson(text: string): Flaw | undefined {
  const content = text.replace(/^\uFEFF/, '');
  if (parses(content) || content.trim() === '') return undefined;
  // One document a line: logs, dumps, bulk loads.
  if (content.split('\n').every((line) => line.trim() === '' || parses(line))) return undefined;
  const stripped = withoutComments(content);
  const comma = trailingComma(stripped);
  const tolerable = parses(withoutTrailingCommas(stripped));
  if (comma !== undefined && tolerable && stripped === content) {
    return { ...placeAt(content, comma), message: 'a comma behind the last item is not valid JSON', tolerable, comma: true };
  }
  if (tolerable) return { message: 'comments are not valid JSON', tolerable };
  const offset = offsetOf(content);
  // Names without quotes, other quotes, or another document: readers of JSON5 and of dumps take that.
  const isOfAKind = /^[A-Za-z_$']/.test(content.slice(offset)) || parsesUpTo(content, offset);
  return { ...placeAt(content, offset), message: 'not valid JSON', ...(isOfAKind ? { tolerable: true } : {}) };
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsesUpTo(text: string, offset: number): boolean {
  return text.slice(0, offset).trim() !== '' && parses(text.slice(0, offset));
}

const stringOrComment = /"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[^]*?\*\//g;
const stringOrComma = /"(?:\\.|[^"\\\n])*"|,(?=\s*[\]}])/g;

/** Blanks keep every other place where it was. */
function withoutComments(text: string): string {
  return text.replace(stringOrComment, (part) => (part.startsWith('"') ? part : part.replaceAll(/[^\n]/g, ' ')));
}

function withoutTrailingCommas(text: string): string {
  return text.replace(stringOrComma, (part) => (part === ',' ? ' ' : part));
}

function trailingComma(text: string): number | undefined {
  return [...text.matchAll(stringOrComma)].find(([part]) => part === ',')?.index;
}

const token = /\s+|"(?:\\.|[^"\\\n])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/** Where the first thing stands that cannot stand there: a token that is none, or one that does not follow the one before. */
function offsetOf(text: string): number {
  const open: string[] = [];
  let before = '';
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return at;
    const kind = /^\s/.test(found) ? '' : /^[{}[\],:]$/.test(found) ? found : 'value';
    if (kind === '') continue;
    if (!follows(before, kind, open.at(-1))) return at;
    if (kind === '{' || kind === '[') open.push(kind);
    if (kind === '}' || kind === ']') open.pop();
    before = kind;
  }
  return text.length;
}

function follows(before: string, kind: string, open: string | undefined): boolean {
  const begins = before === '' || before === '{' || before === '[' || before === ',' || before === ':';
  if (kind === 'value' || kind === '{' || kind === '[') return begins;
  if (kind === '}' || kind === ']') return before !== ',' && before !== ':' && open === (kind === '}' ? '{' : '[');
  return !begins;
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
