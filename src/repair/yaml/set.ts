import type { Node } from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';
import {
  type Parsed,
  type Path,
  columnOf,
  dataOf,
  endOf,
  endOfPair,
  isAlias,
  isCollection,
  isEmpty,
  isInFlow,
  isMap,
  isScalar,
  isSeq,
  lineEnd,
  lineStart,
  nodeAt,
  pairOf,
  startOf,
} from './parsed.ts';
import { type Quotes, blockText, flowText, isNested, isObject, itemText, pairText, scalarText } from './render.ts';
import type { Splice } from './splice.ts';

/** A value that is there gets another one; else a new key or item is put behind its siblings, in their indentation. */
export function setSplices(parsed: Parsed, path: Path, value: unknown): Splice[] | Refusal {
  const node = nodeAt(parsed, path);
  if (node !== undefined && !isEmpty(node)) return node === null ? [] : replaced(parsed, path, node, value);
  if (node !== undefined) return filled(parsed, path, value);
  // The deepest container that is there takes what is missing below it.
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = path.slice(0, length);
    const container = length === 0 ? parsed.document.contents : nodeAt(parsed, parent);
    if (container === undefined) continue;
    const key = path[length] ?? '';
    const nested = withInside(valueIn(dataOf(parsed), path.slice(0, length + 1)), path.slice(length + 1), value);
    if (isAlias(container)) return besidesAlias(parsed, parent, container.source, String(key), nested);
    if (isMap(container))
      return isEmpty(container) ? filled(parsed, parent, { [key]: nested }) : newPair(parsed, container, parent, String(key), nested);
    if (isSeq(container))
      return key === container.items.length ? newItem(parsed, container, nested) : refuse(`${parent.join('.')} has no item ${key}`);
    if (container === null || (isScalar(container) && container.value === null)) {
      return filled(parsed, parent, typeof key === 'number' ? [nested] : { [key]: nested });
    }
    return refuse(`${parent.join('.')} is a plain value, in which nothing can be put`);
  }
  return refuse('the file is empty');
}

/** What is missing, and what a merge key lends: a key of one's own hides all of that. */
function withInside(lent: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = withInside(Object(lent)[key], rest, value);
  if (typeof key === 'number')
    return Object.assign(Array.isArray(lent) ? [...(lent as unknown[])] : [], { [Array.isArray(lent) ? key : 0]: inner });
  return { ...(isObject(lent) ? lent : {}), [key]: inner };
}

function valueIn(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], data);
}

/** `environment: *shared` becomes a map of its own that begins with what is shared. */
function besidesAlias(parsed: Parsed, path: Path, anchor: string, key: string, value: unknown): Splice[] | Refusal {
  const { text, eol, step } = parsed;
  const node = nodeAt(parsed, path);
  if (!node || isInFlow(parsed, path) || typeof path.at(-1) === 'number')
    return refuse(`${path.join('.')} is shared through the anchor &${anchor}`);
  const indent = keyColumn(parsed, path) + step;
  const lines = [`<<: *${anchor}`, pairText(key, value, indent, parsed)].map((line) => eol + ' '.repeat(indent) + line);
  return [{ start: withoutSpaces(text, startOf(node)), end: endOf(node, text), text: lines.join('') }];
}

function replaced(parsed: Parsed, path: Path, node: Node, value: unknown): Splice[] | Refusal {
  const { text } = parsed;
  const inFlow = isInFlow(parsed, path);
  const splice = { start: startOf(node), end: endOf(node, text) };
  const block = isCollection(node) && !node.flow;
  if (!isObject(value) && !Array.isArray(value)) {
    const asLines = isScalar(node) && !inFlow ? asBlockScalar(parsed, node, value) : undefined;
    return onOneLine(parsed, path, splice, asLines ?? scalarText(value, quotesOf(node), inFlow), block);
  }
  if (inFlow || !isNested(value)) return onOneLine(parsed, path, splice, flowText(value), block);
  if (block) return [{ ...splice, text: blockText(value, columnOf(text, splice.start), parsed).trimStart() }];
  const afterwards = text.slice(splice.end, lineEnd(text, splice.end));
  const ofItem = typeof path.at(-1) === 'number';
  if (afterwards.trim() !== '' || (isCollection(node) && node.flow)) return [{ ...splice, text: flowText(value) }];
  const indent = keyColumn(parsed, path) + (ofItem ? 2 : parsed.step);
  if (ofItem) return [{ ...splice, text: blockText(value, indent, parsed).trimStart() }];
  // It may stand below its key already.
  const below = lineStart(text, splice.start) > startOfKey(parsed, path);
  if (below) return [{ ...splice, text: blockText(value, columnOf(text, splice.start), parsed).trimStart() }];
  return [{ start: withoutSpaces(text, splice.start), end: splice.end, text: parsed.eol + blockText(value, indent, parsed) }];
}

/** In place; where the old value stood below its key, the new one goes right behind the colon. */
function onOneLine(parsed: Parsed, path: Path, splice: { start: number; end: number }, written: string, wasBlock: boolean): Splice[] {
  const { text } = parsed;
  const parent = path.length === 1 ? parsed.document.contents : nodeAt(parsed, path.slice(0, -1));
  const pair = wasBlock && isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!pair) return [{ ...splice, text: written }];
  const end = endOf(pair.key, text);
  const colon = end + (/^\s*:/.exec(text.slice(end))?.[0].length ?? 0);
  return [
    { start: colon, end: colon, text: ` ${written}` },
    { start: lineEnd(text, colon), end: splice.end, text: '' },
  ];
}

/** Lines in, lines out. */
function asBlockScalar({ text, eol }: Parsed, node: Node, value: unknown): string | undefined {
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || typeof value !== 'string' || !value.includes('\n')) return undefined;
  const [header = '', ...lines] = text.slice(startOf(node), endOf(node, text)).split(/\r?\n/);
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? '';
  const put = value.replace(/\n$/, '').split('\n');
  return [header, ...put.map((line) => (line === '' ? '' : indent + line))].join(eol);
}

/** A key without a value, or with `null` or `{}`, gets one. */
function filled(parsed: Parsed, path: Path, value: unknown): Splice[] | Refusal {
  const { text, eol } = parsed;
  const node = nodeAt(parsed, path);
  const start = startOf(node);
  if (node && !isEmpty(node))
    return [{ start, end: endOf(node, text), text: isObject(value) || Array.isArray(value) ? flowText(value) : scalarText(value) }];
  const key = path.at(-1) ?? '';
  const parent = nodeAt(parsed, path.slice(0, -1)) ?? (path.length === 1 ? parsed.document.contents : undefined);
  if (!isMap(parent)) return refuse(`${path.join('.')} is an empty item`);
  const pair = pairOf(parent, key);
  if (!pair) return refuse(`${path.join('.')} is not there`);
  const end = endOfPair(pair, text);
  if (text[end - 1] !== ':') return refuse(`${path.join('.')} is written in a way that cannot be added to`);
  if (parent.flow || !isNested(value)) {
    const written = isObject(value) || Array.isArray(value) ? flowText(value) : scalarText(value, 'plain', Boolean(parent.flow));
    return [{ start: end, end, text: ` ${written}` }];
  }
  const line = lineEnd(text, end);
  return [{ start: line, end: line, text: eol + blockText(value, columnOf(text, startOf(pair.key)) + parsed.step, parsed) }];
}

function newPair(parsed: Parsed, map: Parameters<typeof pairOf>[0], path: Path, key: string, value: unknown): Splice[] | Refusal {
  const { text, eol } = parsed;
  const last = map.items.at(-1);
  if (!last) {
    const end = endOf(map, text);
    return [{ start: startOf(map), end, text: flowText({ [key]: value }) }];
  }
  const end = endOfPair(last as never, text);
  if (map.flow || isInFlow(parsed, [...path, key])) {
    const written = `${scalarText(key, 'plain', true)}: ${flowText(value, siblingQuotes(map.items.map((item) => item.value as Node)))}`;
    return [{ start: end, end, text: `, ${written}` }];
  }
  const column = columnOf(text, startOf(map.items[0]?.key as Node));
  const line = lineEnd(text, end);
  return [{ start: line, end: line, text: eol + ' '.repeat(column) + pairText(key, value, column, parsed) }];
}

function newItem(
  parsed: Parsed,
  { items, flow, range }: { items: unknown[]; flow?: boolean; range?: readonly number[] | null },
  value: unknown,
): Splice[] | Refusal {
  const { text, eol } = parsed;
  const last = items.at(-1) as Node | undefined;
  const quotes = siblingQuotes(items as Node[]);
  if (!last) {
    const start = range?.[0] ?? 0;
    return [{ start, end: range?.[1] ?? start, text: flowText([value]) }];
  }
  const end = endOf(last, text);
  if (flow) return [{ start: end, end, text: `, ${flowText(value, quotes)}` }];
  const column = dashColumn(text, startOf(last));
  if (column === undefined) return refuse('the list is written in a way that cannot be added to');
  const line = lineEnd(text, end);
  return [{ start: line, end: line, text: `${eol}${' '.repeat(column)}- ${itemText(value, column + 2, parsed, quotes)}` }];
}

/** Of the dash before an item; undefined where something else stands between. */
export function dashColumn(text: string, itemStart: number): number | undefined {
  const before = /^( *)- +(?:[&!]\S+ +)*$/.exec(text.slice(lineStart(text, itemStart), itemStart))?.[1];
  return before?.length;
}

function keyColumn(parsed: Parsed, path: Path): number {
  const container = nodeAt(parsed, path.slice(0, -1)) ?? parsed.document.contents;
  const key = path.at(-1) ?? '';
  if (isMap(container)) return columnOf(parsed.text, startOf(pairOf(container, key)?.key));
  return dashColumn(parsed.text, startOf(nodeAt(parsed, path))) ?? 0;
}

function startOfKey(parsed: Parsed, path: Path): number {
  const container = nodeAt(parsed, path.slice(0, -1)) ?? parsed.document.contents;
  return isMap(container) ? startOf(pairOf(container, path.at(-1) ?? '')?.key) : 0;
}

function withoutSpaces(text: string, offset: number): number {
  return offset - (/[ \t]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
}

export function quotesOf(node: unknown): Quotes {
  if (!isScalar(node)) return 'plain';
  return node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}

/** New texts are quoted as the last one before them. */
function siblingQuotes(nodes: (Node | null | undefined)[]): Quotes {
  return quotesOf(nodes.findLast((node) => isScalar(node) && typeof node.value === 'string'));
}
