import { label } from '../../deploy/model/labels.ts';
import type { ObservedContainer } from '../../deploy/model/observed.ts';
import type { Fix } from '../fix.ts';
import type { Look } from '../look.ts';

/** Containers that only read or filled a volume, and that nobody works with any more: the volume cannot be removed while they are there. */
export const helpers: Look = {
  group: 'leftovers',
  name: 'helpers',
  async lookAtEngine({ containers }, { locks, journal, instances, history }) {
    const [held, unfinished, registered] = await Promise.all([locks.held(), journal.unfinished(), instances.list()]);
    // Whoever is at work removes his own, and so does whoever clears up after a killed one; one of another PORTSIDE_HOME is not ours.
    const busy = new Set([...held, ...unfinished.map(({ composeName }) => composeName)]);
    const known = new Set(registered.map(({ composeName }) => composeName));
    const isOurs = async ({ labels }: ObservedContainer) =>
      known.has(labels[label.helper] ?? '') || (await history.get(labels[label.execution] ?? '')) !== undefined;
    const idle = containers.filter(({ labels }) => label.helper in labels && !busy.has(labels[label.helper] ?? ''));
    const ours = await Promise.all(idle.map(isOurs));
    const left = idle.filter((_, place) => ours[place]);
    if (left.length === 0) return [{ level: 'ok', message: 'no helper of a snapshot or a restore was left behind' }];
    const names = left.map(({ name }) => name);
    return [
      {
        level: 'warning',
        message: `${left.length} helper${left.length > 1 ? 's' : ''} of a snapshot or a restore that is over: ${names.join(', ')}`,
        cost: 'the volumes that they mount cannot be removed',
        repair: `docker rm -f ${names.join(' ')}`,
        fixes: left.map(({ id, name, labels }): Fix => ({
          fix: 'remove-container',
          composeName: labels[label.helper] ?? '',
          id,
          name,
          unlessRunning: false,
        })),
      },
    ];
  },
};
