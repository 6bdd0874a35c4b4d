import { inBytes } from '../../contract/bytes.ts';
import { findPrunable } from '../../deploy/prune/prune.ts';
import { takeStock } from '../../deploy/prune/stock.ts';
import type { Look } from '../look.ts';

/** Old revisions, and what belongs to nothing any more: named with what it takes, never removed. */
export const prunable: Look = {
  group: 'leftovers',
  name: 'prunable',
  async lookAtEngine({ engine }, tools) {
    const scope = { only: undefined, keep: 5, locked: [] };
    const found = await findPrunable(await takeStock(engine, tools, scope), engine, tools, scope);
    if (found.length === 0) return [];
    const bytes = found.reduce((sum, item) => sum + item.bytes, 0);
    const images = found.filter(({ kind }) => kind === 'image' || kind === 'revision');
    return [
      {
        level: 'note',
        message: `old revisions, and images and files that nobody needs: up to ${inBytes(bytes)}`,
        repair: 'portside prune',
        details: images.map(({ name, bytes: own }) => `${name}: ${inBytes(own)}`),
      },
    ];
  },
};
