import type { Tree } from '../tools.ts';
import type { Keeper } from './keeper.ts';

/** A tree's files, as a guard reads them. */
export async function treeFrom(keeper: Keeper, tree: string): Promise<Tree> {
  const listing = await keeper.listing(tree);
  return {
    listing,
    async read(path) {
      const entry = listing.get(path);
      return entry && entry.mode !== '160000' ? keeper.read(entry.object) : undefined;
    },
  };
}
