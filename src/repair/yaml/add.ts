import type { Node } from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';
import { dashColumn, keyColumn, withoutSpaces, siblingQuotes } from './layout.ts';
import {
  type Parsed,
  type Path,
  columnOf,
  endOf,
  endOfPair,
  isEmpty,
  isInFlow,
  isMap,
  lineEnd,
  nodeAt,
  pairOf,
  startOf,
} from './parsed.ts';
import { blockText, flowText, isNested, isObject, itemText, pairText, scalarText } from './render.ts';
import type { Splice } from './splice.ts';

/** `environment: *shared` becomes a map of its own that begins with what is shared. */
export function besidesAlias(parsed: Parsed, path: Path, anchor: string, key: string, value: unknown): Splice[] | Refusal {
  const { text, eol, step } = parsed;
  const node = nodeAt(parsed, path);
  if (!node || isInFlow(parsed, path) || typeof path.at(-1) === 'number')
    return refuse(`${path.join('.')} is shared through the anchor &${anchor}`);
  const indent = keyColumn(parsed, path) + step;
  const lines = [`<<: *${anchor}`, pairText(key, value, indent, parsed)].map((line) => eol + ' '.repeat(indent) + line);
  return [{ start: withoutSpaces(text, startOf(node)), end: endOf(node, text), text: lines.join('') }];
}

/** A key without a value, or with `null` or `{}`, gets one. */
export function filled(parsed: Parsed, path: Path, value: unknown): Splice[] | Refusal {
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

export function newPair(parsed: Parsed, map: Parameters<typeof pairOf>[0], path: Path, key: string, value: unknown): Splice[] | Refusal {
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

export function newItem(
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
