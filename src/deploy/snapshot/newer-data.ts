import type { Engine } from '../../engine/interface.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { Undoable } from '../model/step.ts';

/**
 * What a killed deployment left, hours ago perhaps: where somebody went on writing to volumes that were copied, they stay as they are, and how to
 * bring them back is told instead. Volumes that were being filled are finished, whoever runs on them.
 */
export async function sparingNewer(
  undos: Undoable[],
  { engine, instance }: { engine: Engine; instance: string },
  tell: (note: string) => void,
): Promise<Undoable[]> {
  const stopped = new Set(undos.flatMap(({ undo: one }) => (one.undo === 'start-again' ? one.containers : [])));
  const spared = undos.map(async ({ seq, undo: one }): Promise<Undoable> => {
    if (one.undo !== 'restore-snapshot' || one.data !== 'touched' || !(await goesOnWriting(one, stopped, engine)))
      return { seq, undo: one };
    tell(
      `${one.volumes.join(', ')} stays as it is, for what ran before went on writing to it: portside restore ${instance} ${one.id} brings back what lay in it before`,
    );
    return { seq, undo: released(one) };
  });
  return Promise.all(spared);
}

/** Whoever used a volume when it was copied, and was not stopped since; and whoever runs on it now. */
async function goesOnWriting(
  { composeName, execution, volumes, held }: RestoreUndo,
  stopped: ReadonlySet<string>,
  engine: Engine,
): Promise<boolean> {
  const ran = new Set(held.flatMap(({ containers }) => containers).filter((id) => !stopped.has(id)));
  const others = (await engine.listContainers({ [composeLabel.project]: composeName })).filter(
    (one) => one.labels[label.execution] !== execution && one.volumes.some(({ name }) => volumes.includes(name)),
  );
  return others.some(({ id, state }) => ran.has(id) || state === 'running' || state === 'restarting');
}

/** Whoever stood still for a copying goes on; nothing is filled. */
export function released({ composeName, execution, id, held }: RestoreUndo): ReleaseUndo {
  return { undo: 'release', composeName, execution, snapshot: id, held };
}
