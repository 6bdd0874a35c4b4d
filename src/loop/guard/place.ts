import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** Where a path of a tree ends, symbolic links followed; `path` is relative inside of the tree, and absolute outside. */
export interface Place {
  inside: boolean;
  path: string;
}

/** Symbolic links of a tree: path from its root → what the link says. */
export type Links = ReadonlyMap<string, string>;

/** Links that lead round in a circle lead nowhere: they count as outside. */
export function placeOf(path: string, root: string, links: Links = new Map()): Place {
  let left = resolve(root, path);
  for (let hops = 0; hops < mostHops; hops++) {
    const within = relative(root, left);
    if (within === '..' || within.startsWith('../') || isAbsolute(within)) return { inside: false, path: left };
    const link = firstLink(within, links);
    if (link === undefined) return { inside: true, path: within };
    left = resolve(root, dirname(link), links.get(link) ?? '', relative(link, within));
  }
  return { inside: false, path: left };
}

/** Linux itself gives up then. */
const mostHops = 40;

function firstLink(path: string, links: Links): string | undefined {
  const names = path.split('/');
  return names.map((_, index) => join(...names.slice(0, index + 1))).find((prefix) => links.has(prefix));
}
