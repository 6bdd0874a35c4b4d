import type { Document, Node } from 'yaml';
import type { Location } from '../model/draft.ts';
import type { SourceDocument } from './source-document.ts';

/** Where a key stands: the last file that has it, else the deepest part of its path that is written anywhere. */
export function locate(documents: SourceDocument[], path: (string | number)[]): Location | undefined {
  for (let length = path.length; length > 0; length--) {
    for (const source of documents.toReversed()) {
      const offset = offsetOf(source.document, path.slice(0, length));
      if (offset === undefined) continue;
      const { line, col } = source.lines.linePos(offset);
      return { file: source.file, line, column: col };
    }
  }
  const [first] = documents;
  return first && { file: first.file };
}

function offsetOf(document: Document.Parsed, path: (string | number)[]): number | undefined {
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const last = path.at(-1);
  if (!isCollection(parent)) return undefined;
  for (const [index, item] of parent.items.entries()) {
    if ('key' in item && 'value' in item) {
      if (isNode(item.key) && 'value' in item.key && item.key.value === last) return item.key.range?.[0];
    } else if (isNode(item) && (index === last || isNamed(item, last))) return item.range?.[0];
  }
  return undefined;
}

/** `NAME=value`, or `NAME` alone: what Compose reads as a key of a map. */
function isNamed(item: Node, name: string | number | undefined): boolean {
  const text: unknown = 'value' in item ? item.value : undefined;
  return typeof text === 'string' && typeof name === 'string' && (text === name || text.startsWith(`${name}=`));
}

function isCollection(node: unknown): node is { items: object[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}

/** Where a variable is first mentioned. */
export function locateVariable(documents: SourceDocument[], name: string): Location | undefined {
  const mention = new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`);
  for (const { file, text, lines } of documents) {
    const offset = text.search(mention);
    if (offset < 0) continue;
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  }
  return undefined;
}
