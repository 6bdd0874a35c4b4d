import {
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
} from 'yaml';
import { type Refusal, refuse } from '../refusal.ts';

export type Key = string | number;
export type Path = Key[];

/** One YAML document of a text, with what is needed to write into the text. */
export interface Parsed {
  text: string;
  document: Document.Parsed;
  /** `\n`, or what the text has. */
  eol: string;
  /** Spaces by which its maps are indented. */
  step: number;
}

/** Every document of a text; refused where it is not sound. */
export function parseTexts(text: string): Parsed[] | Refusal {
  const documents = parseAllDocuments(text, { merge: true, logLevel: 'silent' });
  if ('empty' in documents) return [];
  const [error] = documents.flatMap((document) => document.errors);
  if (error) return refuse(`it is not valid YAML: ${error.message.split(/ at line \d+/)[0]}`);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return documents.map((document) => ({ text, document, eol, step: stepOf(document, text) }));
}

function stepOf(document: Document.Parsed, text: string): number {
  const { contents } = document;
  if (!isMap(contents)) return 2;
  for (const { value } of contents.items as Pair[]) {
    if (isMap(value) && !value.flow && value.items.length > 0) return columnOf(text, startOf(value)) || 2;
  }
  return 2;
}

/** Plain data, aliases and merge keys followed, nothing shared. */
export function dataOf({ document }: Parsed): unknown {
  try {
    return copied(document.toJS({ maxAliasCount: 1000 }));
  } catch {
    return undefined;
  }
}

export function copied(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(copied);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copied(value)]));
}

/** The node that is written at a path; aliases and merge keys are not followed. Null stands for a key without a value. */
export function nodeAt({ document }: Pick<Parsed, 'document'>, path: Path): Node | null | undefined {
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node)) {
      const pair = pairOf(node, key);
      if (!pair) return undefined;
      node = pair.value;
    } else if (isSeq(node)) {
      if (typeof key !== 'number' || key >= node.items.length) return undefined;
      node = node.items[key];
    } else return undefined;
  }
  return node === null ? null : (node as Node);
}

export function pairOf(map: YAMLMap, key: Key): Pair<Node, Node | null> | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) as Pair<Node, Node | null> | undefined;
}

export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

/** Where what a node says ends: before the comments, blank lines and line ends that follow it. */
export function endOf(node: Node | null | undefined, text: string): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last: unknown = node.items.at(-1);
    return isPair(last) ? endOfPair(last as Pair<Node, Node | null>, text) : endOf(last as Node, text);
  }
  const end = node?.range?.[1] ?? 0;
  return isScalar(node) && node.type?.startsWith('BLOCK') ? startOf(node) + text.slice(startOf(node), end).trimEnd().length : end;
}

export function endOfPair({ key, value }: Pair<Node, Node | null>, text: string): number {
  if (value && !isEmpty(value)) return endOf(value, text);
  const end = endOf(key, text);
  const colon = /^\s*:/.exec(text.slice(end))?.[0].length ?? 0;
  return end + colon;
}

/** A key without a value: `environment:`. */
export function isEmpty(node: Node | null | undefined): boolean {
  return !node || (isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1]);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function isInFlow(parsed: Parsed, path: Path): boolean {
  return path.some((_, length) => {
    const node = nodeAt(parsed, path.slice(0, length));
    return isCollection(node) && Boolean(node.flow);
  });
}

export { type YAMLMap, type YAMLSeq, isAlias, isCollection, isMap, isScalar, isSeq };
