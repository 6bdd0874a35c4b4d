import type { Tree } from '../tools.ts';
import { type Links, placeOf } from './place.ts';

/** Why a tree is not looked at at all. */
export interface Refusal {
  path: string;
  /** One sentence. */
  detail: string;
}

/** What no tree may hold that an agent left: other repositories, and ways out of it that base did not have. */
export async function refusals(base: Tree, now: Tree): Promise<Refusal[]> {
  const links = await linksOf(now);
  const pointers = [...now.listing].flatMap(([path, { mode, object }]): Refusal[] => {
    const before = base.listing.get(path);
    if (path.split('/').some((name) => /^\.git$/i.test(name)))
      return [{ path, detail: `${path} belongs to a repository within the project` }];
    if (mode !== '160000' || before?.object === object) return [];
    return [{ path, detail: before?.mode === '160000' ? `${path}, a submodule, points elsewhere` : `${path} is a repository of its own` }];
  });
  const ways = [...links.keys()].flatMap((path): Refusal[] => {
    if (base.listing.get(path)?.object === now.listing.get(path)?.object) return [];
    const { inside, path: end } = placeOf(path, root, links);
    if (!inside) return [{ path, detail: `${path} is a symbolic link that leads out of the project, to ${links.get(path) ?? ''}` }];
    return /(?:^|\/)\.git(?:\/|$)/i.test(end) ? [{ path, detail: `${path} is a symbolic link into a repository` }] : [];
  });
  const gone = [...base.listing].flatMap(([path, { mode }]): Refusal[] =>
    mode === '160000' && !now.listing.has(path) ? [{ path, detail: `${path}, a submodule, is gone` }] : [],
  );
  return [...pointers, ...ways, ...gone];
}

/** As good as any: only what lies below it counts. */
const root = '/tree';

/** All symbolic links of a tree, and what they say. */
export async function linksOf({ listing, read }: Tree): Promise<Links> {
  const paths = [...listing].filter(([, { mode }]) => mode === '120000').map(([path]) => path);
  const texts = await Promise.all(paths.map(async (path) => [path, (await read(path)) ?? ''] as const));
  return new Map(texts);
}
