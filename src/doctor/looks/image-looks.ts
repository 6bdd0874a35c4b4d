import { label } from '../../deploy/model/labels.ts';
import type { Look } from '../look.ts';

/** A look into an image takes seconds. */
const oldMs = 5 * 60_000;

/** Containers that a killed look into an image left. */
export const imageLooks: Look = {
  group: 'leftovers',
  name: 'image-looks',
  async lookAtEngine({ containers }, { clock }) {
    const left = containers.filter(({ labels, createdAt = clock.now() }) => label.look in labels && clock.now() - createdAt > oldMs);
    if (left.length === 0) return [];
    return [
      {
        level: 'warning',
        message: `${left.length} container${left.length > 1 ? 's' : ''} of killed looks into images`,
        cost: 'they take space, and keep their images from being removed',
        repair: `docker rm -f ${left.map(({ name }) => name).join(' ')}`,
        details: left.map(({ name }) => `container ${name}`),
        fixes: left.map(({ id, name }) => ({
          fix: 'remove-container',
          composeName: `portside.look:${id}`,
          id,
          name,
          unlessRunning: false,
        })),
      },
    ];
  },
};
