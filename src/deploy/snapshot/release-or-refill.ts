import { EngineError } from '../../engine/interface.ts';
import { composeLabel } from '../model/labels.ts';
import type { ReleaseUndo, RestoreUndo } from '../model/held.ts';
import { damagedOf } from './damaged.ts';
import { holdersOf } from './holders.ts';
import { releaseAll, stopAll } from './holding.ts';
import { released } from './newer-data.ts';
import type { ToolsForVolumes } from './tools-for-volumes.ts';
import { fillVolume, removeHelpers } from './volume-archive.ts';
import { type WriteAnew, afterFilling } from './write-anew.ts';

/** Ends a copying, however far it came. Throws EngineError where somebody does not run again. */
export async function release({ composeName, snapshot, held }: ReleaseUndo, tools: Omit<ToolsForVolumes, 'image'>): Promise<void> {
  await removeHelpers(composeName, tools.engine);
  if (snapshot !== undefined) await tools.snapshots.discardHalf(composeName, snapshot);
  const asleep = await releaseAll(held, tools);
  if (asleep.length > 0) throw problem(asleep.join('; '));
}

/**
 * Brings volumes to what a snapshot has of them; then lets run who used them. Where nothing new came after the copy, nothing is restored: what ran before
 * may have gone on writing. Not `filled`: they may be half filled, now or by whoever tried before, and nobody was started on them. Throws EngineError.
 */
export async function refillVolumes(
  one: RestoreUndo,
  tools: ToolsForVolumes,
  writeAnew: WriteAnew,
): Promise<{ filled: boolean; problem?: EngineError }> {
  const { composeName, id, data } = one;
  const { engine, snapshots } = tools;
  const snapshot = data === 'untouched' ? undefined : await snapshots.find(composeName, id);
  if (!snapshot) return withoutSnapshot(one, tools);
  await removeHelpers(composeName, engine);
  const volumes = snapshot.volumes.filter(({ name }) => one.volumes.includes(name));
  const damaged = await damagedOf(snapshot, volumes, snapshots);
  if (damaged.length > 0) return { filled: false, problem: problem(`snapshot ${id} is damaged: ${damaged.join('; ')}`) };
  const users = await engine.listContainers({ [composeLabel.project]: composeName });
  await stopAll(holdersOf(one.volumes, users, {}), tools);
  if (data !== 'half') await writeAnew(one, { ...one, data: 'half' });
  try {
    for (const volume of volumes) await fillVolume(volume, snapshots.file(snapshot, volume), tools, () => undefined);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { filled: false, problem: error };
  }
  const releasing = afterFilling(one);
  await writeAnew(one, releasing);
  const asleep = await releaseAll(releasing.held, tools);
  return { filled: true, ...(asleep.length > 0 ? { problem: problem(asleep.join('; ')) } : {}) };
}

/** One that never was complete, or was removed since. */
async function withoutSnapshot(one: RestoreUndo, tools: ToolsForVolumes): Promise<{ filled: boolean; problem?: EngineError }> {
  const { id, volumes, data } = one;
  if (data === 'half') {
    const message = `snapshot ${id} is not there any more, and ${volumes.join(', ')} is half filled: portside restore fills it from another one`;
    return { filled: false, problem: problem(message) };
  }
  await release(released(one), tools);
  return {
    filled: true,
    ...(data === 'touched' ? { problem: problem(`snapshot ${id} is not there any more: what was written stays`) } : {}),
  };
}

function problem(message: string): EngineError {
  return new EngineError('other', message);
}
