import type { SourceDocument } from './source-document.ts';

/** What stands at a path, as it is written; the last file that has it wins, as in Compose. */
export function written(documents: Pick<SourceDocument, 'data'>[], path: (string | number)[]): unknown {
  for (const { data } of documents.toReversed()) {
    const found = path.reduce<unknown>(inside, data);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `environment`, `labels` and their like are maps or lists of `NAME=value`; a name alone has no value. */
function inside(parent: unknown, key: string | number): unknown {
  if (typeof parent !== 'object' || parent === null) return undefined;
  if (!Array.isArray(parent) || typeof key === 'number') return (parent as Record<string, unknown>)[key];
  const item: unknown = parent.findLast((one) => typeof one === 'string' && (one === key || one.startsWith(`${key}=`)));
  if (typeof item !== 'string') return undefined;
  return item === key ? null : item.slice(key.length + 1);
}
