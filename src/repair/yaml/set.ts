import type { Node } from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';
import { besidesAlias, filled, newPair, newItem } from './add.ts';
import { keyColumn, quotesOf, siblingQuotes, startOfKey, withoutSpaces } from './layout.ts';
import {
  type Parsed,
  type Path,
  columnOf,
  dataOf,
  endOf,
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
import { blockText, flowText, isNested, isObject, scalarText } from './render.ts';
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

function replaced(parsed: Parsed, path: Path, node: Node, value: unknown): Splice[] | Refusal {
  const { text } = parsed;
  const inFlow = isInFlow(parsed, path);
  const splice = { start: startOf(node), end: endOf(node, text) };
  const block = isCollection(node) && !node.flow;
  if (!isObject(value) && !Array.isArray(value)) {
    const asLines = isScalar(node) && !inFlow ? asBlockScalar(parsed, node, value) : undefined;
    return onOneLine(parsed, path, splice, asLines ?? scalarText(value, quotesOf(node), inFlow), block);
  }
  if (inFlow || !isNested(value))
    return onOneLine(parsed, path, splice, flowText(value, isSeq(node) ? siblingQuotes(node.items as Node[]) : 'plain'), block);
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
