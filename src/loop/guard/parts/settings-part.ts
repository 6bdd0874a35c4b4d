import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../../repair/refusal.ts';
import { type Parsed, dataOf, isMap, nodeAt, parseTexts } from '../../../repair/yaml/parsed.ts';
import { endOfPair, lineEnd, lineStart, pairOf, startOf } from '../../../repair/yaml/parsed.ts';
import { spliced } from '../../../repair/yaml/splice.ts';
import { write } from '../../../repair/yaml/write.ts';

/** What becomes of a Compose file: another text, the file as it was, none at all; undefined where nothing is to be done. */
export type Part = { text: string } | 'whole' | 'absent' | undefined;

const key = 'x-portside';

/** A Compose file in which `x-portside` says what it said at the base commit, and everything else what it says now. */
export function withBaseSettings(base: string | undefined, now: string): Part {
  const before = base === undefined ? [] : parseTexts(base);
  const after = parseTexts(now);
  if (after instanceof Refusal) return base !== undefined && mentions(base) ? 'whole' : mentions(now) ? withoutFile(base) : undefined;
  if (before instanceof Refusal) return after.some(hasSettings) ? 'whole' : undefined;
  const had = before.map(settingsOf);
  const has = after.map(settingsOf);
  if (isDeepStrictEqual(had.filter(isThere), has.filter(isThere))) return undefined;
  if (before.length > 1 || after.length !== 1) return withoutFile(base);
  const [document] = after;
  if (base === undefined && document && Object.keys(Object(beside(document))).length === 0) return 'absent';
  const text = document ? restored({ text: base ?? '', document: before[0] }, { text: now, document }, had[0]) : undefined;
  return text === undefined ? withoutFile(base) : { text };
}

function withoutFile(base: string | undefined): 'whole' | 'absent' {
  return base === undefined ? 'absent' : 'whole';
}

function mentions(text: string): boolean {
  return text.includes(key);
}

function isThere(settings: unknown): boolean {
  return settings !== undefined;
}

/** With its own tags of Compose (`!reset`, `!override`), which say something that the data does not. */
function settingsOf(document: Parsed): unknown {
  const data = dataOf(document);
  if (typeof data !== 'object' || data === null || !(key in data)) return undefined;
  const tag = String(Object(nodeAt(document, [key]))['tag'] ?? '');
  const value = (data as Record<string, unknown>)[key];
  if (/^!(?!!)/.test(tag)) return { tag, value };
  return value;
}

function hasSettings(document: Parsed): boolean {
  return settingsOf(document) !== undefined;
}

interface Side {
  text: string;
  document: Parsed | undefined;
}

/** As base wrote it, where that still means the same there; else written anew. */
function restored(base: Side, now: Side & { document: Parsed }, wanted: unknown): string | undefined {
  const { document } = now;
  if (wanted === undefined) {
    const removed = write(now.text, 0, { write: 'remove', path: [key] });
    if (typeof removed === 'string' && !says(removed, undefined)) return undefined;
    if (typeof removed === 'string' && removed !== now.text) return removed;
    const emptied = write(now.text, 0, { write: 'set', path: [key], value: {} });
    return typeof emptied === 'string' ? emptied : undefined;
  }
  const copied = base.document && withBlock(base.text, base.document, now.text, document);
  if (copied !== undefined && says(copied, wanted) && sameBeside(copied, document)) return copied;
  const set = write(now.text, 0, { write: 'set', path: [key], value: wanted });
  return typeof set === 'string' && says(set, wanted) ? set : undefined;
}

function says(text: string, wanted: unknown): boolean {
  const [document] = documentsOf(text);
  return document !== undefined && isDeepStrictEqual(settingsOf(document), wanted);
}

function sameBeside(text: string, before: Parsed): boolean {
  const [document] = documentsOf(text);
  return document !== undefined && isDeepStrictEqual(beside(document), beside(before));
}

function beside(document: Parsed): unknown {
  return Object.fromEntries(Object.entries(Object(dataOf(document))).filter(([name]) => name !== key));
}

function documentsOf(text: string): Parsed[] {
  const documents = parseTexts(text);
  return documents instanceof Refusal ? [] : documents;
}

/** The block's lines out of one text, in place of those in the other, or at its end. */
function withBlock(from: string, source: Parsed, into: string, target: Parsed): string | undefined {
  const block = linesOf(from, source);
  if (!block) return undefined;
  const there = linesOf(into, target);
  const text = from.slice(block.start, block.end);
  if (there) return spliced(into, [{ ...there, text }]);
  const end = into.trimEnd().length;
  return spliced(into, [{ start: end, end, text: `${target.eol}${text}` }]);
}

function linesOf(text: string, { document }: Parsed): { start: number; end: number } | undefined {
  const map = document.contents;
  const pair = isMap(map) && !map.flow ? pairOf(map, key) : undefined;
  return pair && { start: lineStart(text, startOf(pair.key)), end: lineEnd(text, endOfPair(pair, text)) };
}
