import { label } from '../../deploy/model/labels.ts';
import type { ObservedContainer } from '../../deploy/model/observed.ts';
import { startTimeOf } from '../../system/process.ts';
import type { Look } from '../look.ts';

/** A look into an image takes seconds. */
const oldMs = 5 * 60_000;

/** Containers that a killed look into an image left. */
export const imageLooks: Look = {
  group: 'leftovers',
  name: 'image-looks',
  async lookAtEngine({ containers, facts }, { clock }) {
    const marked = containers.filter(({ labels }) => label.look in labels);
    const abandoned = await Promise.all(marked.map((one) => isAbandoned(one, facts.local, clock.now())));
    const left = marked.filter((_, place) => abandoned[place]);
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

/** The label names the process that looks; whose cannot be seen from here has had its time. */
async function isAbandoned({ labels, createdAt = 0 }: ObservedContainer, local: boolean, now: number): Promise<boolean> {
  const pid = Number(labels[label.look]);
  if (local && pid > 0 && (await startTimeOf(pid)) === undefined) return true;
  return now - createdAt > oldMs;
}
