import { createHash } from 'node:crypto';
import type { Tree } from '../../../src/loop/tools.ts';

/** A tree by its texts; `-> x` is a symbolic link to x, `@ x` a submodule at x. */
export function treeOf(texts: Record<string, string>): Tree {
  const entries = Object.entries(texts).map(([path, text]) => {
    const mode = text.startsWith('-> ') ? '120000' : text.startsWith('@ ') ? '160000' : '100644';
    const content = mode === '120000' ? text.slice(3) : text;
    return [path, { mode, content, object: createHash('sha256').update(content).digest('hex') }] as const;
  });
  const contents = new Map(entries);
  return {
    listing: new Map(entries.map(([path, { mode, object }]) => [path, { mode, object }])),
    read: async (path) => contents.get(path)?.content,
  };
}
