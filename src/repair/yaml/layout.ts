import type { Node } from 'yaml';
import { type Parsed, type Path, columnOf, isMap, isScalar, lineStart, nodeAt, pairOf, startOf } from './parsed.ts';
import type { Quotes } from './render.ts';

/** Of the dash before an item; undefined where something else stands between. */
export function dashColumn(text: string, itemStart: number): number | undefined {
  const before = /^( *)- +(?:[&!]\S+ +)*$/.exec(text.slice(lineStart(text, itemStart), itemStart))?.[1];
  return before?.length;
}

export function keyColumn(parsed: Parsed, path: Path): number {
  const container = nodeAt(parsed, path.slice(0, -1)) ?? parsed.document.contents;
  const key = path.at(-1) ?? '';
  if (isMap(container)) return columnOf(parsed.text, startOf(pairOf(container, key)?.key));
  return dashColumn(parsed.text, startOf(nodeAt(parsed, path))) ?? 0;
}

export function startOfKey(parsed: Parsed, path: Path): number {
  const container = nodeAt(parsed, path.slice(0, -1)) ?? parsed.document.contents;
  return isMap(container) ? startOf(pairOf(container, path.at(-1) ?? '')?.key) : 0;
}

export function withoutSpaces(text: string, offset: number): number {
  return offset - (/[ \t]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
}

export function quotesOf(node: unknown): Quotes {
  if (!isScalar(node)) return 'plain';
  return node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}

/** New texts are quoted as the last one before them. */
export function siblingQuotes(nodes: (Node | null | undefined)[]): Quotes {
  return quotesOf(nodes.findLast((node) => isScalar(node) && typeof node.value === 'string'));
}
