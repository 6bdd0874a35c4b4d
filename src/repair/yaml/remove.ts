import type { Node, Pair } from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';
import { type Parsed, type Path, endOf, endOfPair, isMap, isSeq, lineEnd, lineStart, nodeAt, startOf } from './parsed.ts';
import { dashColumn } from './layout.ts';
import type { Splice } from './splice.ts';

/** Takes a key or an item away with its lines and the comments on them; a container that is left empty goes too. */
export function removeSplices(parsed: Parsed, path: Path): Splice[] | Refusal {
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? parsed.document.contents : nodeAt(parsed, parentPath);
  if (!isMap(parent) && !isSeq(parent)) return refuse(`${path.join('.')} is not written there`);
  const items: Item[] = isMap(parent)
    ? parent.items.map((pair) => pairItem(pair as never, parsed))
    : parent.items.map((node) => seqItem(node as Node, parsed));
  const index = isMap(parent)
    ? parent.items.findIndex(({ key }) => String(Object(key)['value']) === String(path.at(-1)))
    : Number(path.at(-1));
  const item = items[index];
  if (!item) return refuse(`${path.join('.')} is not written there`);
  if (items.length === 1) {
    if (path.length <= 1) return refuse('nothing would be left of the file');
    return removeSplices(parsed, parentPath);
  }
  if (parent.flow) return [withoutFlowItem(items, index)];
  const { text, eol } = parsed;
  const start = lineStart(text, item.start);
  if (text.slice(start, item.start).trim() !== '') {
    const next = items[index + 1];
    // The first key of a list's item stands behind the dash, where the next one takes its place.
    return next && isMap(parent)
      ? [{ start: item.start, end: next.start, text: '' }]
      : refuse(`${path.join('.')} shares its line with something else`);
  }
  const end = lineEnd(text, item.end);
  if (end < text.length) return [{ start, end: text.indexOf('\n', end) + 1, text: '' }];
  return [{ start: Math.max(0, start - eol.length), end, text: '' }];
}

interface Item {
  start: number;
  end: number;
}

function pairItem(pair: Pair<Node, Node | null>, { text }: Parsed): Item {
  return { start: startOf(pair.key), end: endOfPair(pair, text) };
}

/** With its dash. */
function seqItem(node: Node, { text }: Parsed): Item {
  const start = startOf(node);
  const column = dashColumn(text, start);
  return { start: column === undefined ? start : lineStart(text, start) + column, end: endOf(node, text) };
}

function withoutFlowItem(items: Item[], index: number): Splice {
  const [before, item, next] = [items[index - 1], items[index], items[index + 1]];
  if (next) return { start: item?.start ?? 0, end: next.start, text: '' };
  return { start: before?.end ?? 0, end: item?.end ?? 0, text: '' };
}
