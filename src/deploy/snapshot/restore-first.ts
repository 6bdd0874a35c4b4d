import { EngineError } from '../../engine/interface.ts';
import { composeLabel } from '../model/labels.ts';
import type { RestoreStep } from '../model/step.ts';
import { progress } from './copy-volumes.ts';
import { holdersOf } from './holders.ts';
import { holdAll, releaseAll } from './holding.ts';
import type { SnapshotFirst } from './snapshot-first.ts';
import { toolsForVolumes } from './tools-for-volumes.ts';
import { fillVolume } from './volume-archive.ts';

/** Fills volumes from a snapshot before anything new starts; of those that used them only who stays goes on. What becomes of the data is written down. Throws EngineError. */
export async function restoreFirst(
  { id, volumes, held }: RestoreStep,
  { registered, connection, tools, execution }: SnapshotFirst,
  dataBecomes: (data: 'half' | 'touched') => Promise<void>,
): Promise<void> {
  const { composeName, directory } = registered;
  const { engine } = connection;
  const tell = (message: string) => execution.say({ event: 'note', message });
  const volumeTools = toolsForVolumes({ composeName, directory, execution: execution.uuid }, connection, tools, tell);
  const snapshot = await tools.snapshots.find(composeName, id);
  if (!snapshot) throw new EngineError('not-found', `snapshot ${id} is not there any more`);
  await holdAll(holdersOf(volumes, await engine.listContainers({ [composeLabel.project]: composeName }), {}), volumeTools);
  await dataBecomes('half');
  for (const volume of snapshot.volumes.filter(({ name }) => volumes.includes(name))) {
    const look = progress(`restore ${volume.key ?? volume.name}`, { clock: tools.clock, say: execution.say }, volume.bytes);
    await fillVolume(volume, tools.snapshots.file(snapshot, volume), volumeTools, look);
  }
  await dataBecomes('touched');
  const problems = await releaseAll(held, volumeTools);
  if (problems.length > 0) throw new EngineError('other', problems.join('; '));
}
