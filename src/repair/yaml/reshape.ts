import type { Node } from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';
import {
  type Parsed,
  type Path,
  columnOf,
  endOf,
  endOfPair,
  isMap,
  isScalar,
  isSeq,
  lineEnd,
  lineStart,
  nodeAt,
  pairOf,
  startOf,
} from './parsed.ts';
import { flowText, pairText, scalarText } from './render.ts';
import { dashColumn, quotesOf } from './layout.ts';
import type { Splice } from './splice.ts';

/** A key gets another name; what it says stays. */
export function renameSplices(parsed: Parsed, path: Path, to: string): Splice[] | Refusal {
  const parent = path.length === 1 ? parsed.document.contents : nodeAt(parsed, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!isMap(parent) || !pair) return refuse(`${path.join('.')} is not written there`);
  if (pairOf(parent, to)) return refuse(`${[...path.slice(0, -1), to].join('.')} is there already`);
  return [{ start: startOf(pair.key), end: endOf(pair.key, parsed.text), text: scalarText(to, quotesOf(pair.key), Boolean(parent.flow)) }];
}

/** `- db` becomes `db:` with something below it; comments stay where they are. */
export function listToMapSplices(parsed: Parsed, path: Path, each: Record<string, unknown>): Splice[] | Refusal {
  const { text, eol, step } = parsed;
  const list = nodeAt(parsed, path);
  if (!isSeq(list)) return refuse(`${path.join('.')} is no list`);
  const items = list.items as Node[];
  if (!items.every((item) => isScalar(item) && typeof item.value === 'string'))
    return refuse(`${path.join('.')} has items that are no names`);
  const nameOf = (item: Node) => (isScalar(item) ? String(item.value) : '');
  if (list.flow) {
    const inside = items.map((item) => ({
      start: startOf(item),
      end: endOf(item, text),
      text: `${scalarText(nameOf(item), quotesOf(item), true)}: ${flowText(each)}`,
    }));
    const [open, close] = [startOf(list), endOf(list, text) - 1];
    return [
      { start: open, end: open + 1, text: text[open + 1] === ' ' ? '{' : '{ ' },
      ...inside,
      { start: close, end: close + 1, text: text[close - 1] === ' ' ? '}' : ' }' },
    ];
  }
  const parent = nodeAt(parsed, path.slice(0, -1));
  const key = isMap(parent) ? pairOf(parent, path.at(-1) ?? '')?.key : undefined;
  const [first] = items;
  const column = first && dashColumn(text, startOf(first));
  if (!key || column === undefined) return refuse(`${path.join('.')} is written in a way that cannot be added to`);
  const keyColumn = columnOf(text, startOf(key));
  // A list may stand as far left as its key; a map may not.
  const indent = column > keyColumn ? column : keyColumn + step;
  return items.map((item) => {
    const start = lineStart(text, startOf(item)) + column;
    const rest = text.slice(endOf(item, text), lineEnd(text, startOf(item)));
    const below = pairText(nameOf(item), each, indent, parsed).slice(scalarText(nameOf(item)).length);
    const [colon = '', ...lines] = below.split(eol);
    const name = scalarText(nameOf(item), quotesOf(item));
    return {
      start,
      end: lineEnd(text, startOf(item)),
      text: `${' '.repeat(indent - column)}${name}${colon}${rest}${lines.map((line) => eol + line).join('')}`,
    };
  });
}

/** A key with its lines goes below another one, indented as its new neighbours are. */
export function moveSplices(parsed: Parsed, path: Path, to: Path): Splice[] | Refusal {
  const { text, eol, step } = parsed;
  const parent = path.length === 1 ? parsed.document.contents : nodeAt(parsed, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!isMap(parent) || parent.flow || !pair) return refuse(`${path.join('.')} is not written there`);
  const start = lineStart(text, startOf(pair.key));
  const last = lineEnd(text, endOfPair(pair, text));
  const end = last < text.length ? text.indexOf('\n', last) + 1 : last;
  const column = columnOf(text, startOf(pair.key));
  const lines = text.slice(start, last).split(/\r?\n/);
  if (lines.some((line) => line.trim() !== '' && line.slice(0, column).trim() !== ''))
    return refuse(`${path.join('.')} cannot be indented`);
  const above = to.slice(0, -1);
  const home = nodeAt(parsed, above);
  const moved = (indent: number) => lines.map((line) => (line.trim() === '' ? line : ' '.repeat(indent) + line.slice(column))).join(eol);
  if (home === undefined && above.length === 1) {
    return [{ start, end, text: `${above[0]}:${eol}${moved(column + step)}${end > last ? eol : ''}` }];
  }
  const place = placeIn(parsed, above, home);
  if (!place) return refuse(`${above.join('.')} is written in a way that cannot be added to`);
  if (place.at >= start && place.at < last) return refuse(`${above.join('.')} stands inside of it`);
  // Right before what is moved, both change one stretch of text.
  if (place.at < start && text.slice(place.at, start).trim() === '') {
    return [{ start: place.at, end, text: `${text.slice(place.at, start)}${moved(place.indent)}${end > last ? eol : ''}` }];
  }
  return [
    { start: place.at, end: place.at, text: eol + moved(place.indent) },
    { start, end, text: '' },
  ];
}

/** Behind what a map holds already, or below a key that holds nothing. */
function placeIn(parsed: Parsed, path: Path, home: Node | null | undefined): { at: number; indent: number } | undefined {
  const { text, step } = parsed;
  if (isMap(home) && !home.flow && home.items.length > 0) {
    return { at: lineEnd(text, endOf(home, text)), indent: columnOf(text, startOf(home.items[0]?.key as Node)) };
  }
  const outer = path.length === 1 ? parsed.document.contents : nodeAt(parsed, path.slice(0, -1));
  const pair = isMap(outer) && !outer.flow ? pairOf(outer, path.at(-1) ?? '') : undefined;
  if (!pair || (home && !(isScalar(home) && home.value === null))) return undefined;
  return { at: lineEnd(text, endOfPair(pair, text)), indent: columnOf(text, startOf(pair.key)) + step };
}
