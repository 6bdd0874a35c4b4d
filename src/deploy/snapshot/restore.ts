import type { Ended } from '../../contract/options.ts';
import type { RestoreOptions, Snapshot } from '../../contract/snapshot.ts';
import { EngineError } from '../../engine/interface.ts';
import type { Execution } from '../execution.ts';
import type { Held, ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { Identity } from '../model/stack.ts';
import { recordFolderIsThere } from '../record/copy-record.ts';
import type { DeployTools } from '../tools.ts';
import { findSnapshot, refusalOf, volumesOf } from './choose-snapshot.ts';
import { conclude } from './conclude.ts';
import { progress } from './copy-volumes.ts';
import { beginJournal } from './execution-journal.ts';
import { holdersOf } from './holders.ts';
import { holdAll, releaseAll } from './holding.ts';
import { lookAround } from './scene.ts';
import { isMendedByFilling, merged, stillHeld, uncovered, withHeld } from './left-half-restored.ts';
import { tellOf } from './snapshot.ts';
import { toolsForVolumes } from './tools-for-volumes.ts';
import { verifyAgain } from './verify-again.ts';
import { fillVolume } from './volume-archive.ts';
import { afterFilling } from './write-anew.ts';

/**
 * Brings volumes back to what a snapshot has of them, in place: the containers stay, and are stopped meanwhile. Everything is looked at before
 * anything is touched; once a volume is being emptied there is no way back but on. Throws UserError for wrong usage, no engine, busy.
 */
export async function restoreSnapshot(
  identity: Identity,
  options: RestoreOptions,
  tools: DeployTools,
  execution: Execution,
): Promise<Ended> {
  const { composeName, project, instance, directory } = identity;
  await recordFolderIsThere(options.recordFile);
  execution.say({ event: 'begin', action: 'restore', instance: `${project}/${instance}` });
  await using _lock = await tools.locks.acquire(composeName, 'restore');
  const connection = await tools.connect();
  const scene = await lookAround(identity, connection, tools, execution, isMendedByFilling);
  const { left } = scene;
  const snapshot = await findSnapshot(identity, options, tools);
  const volumes = volumesOf(snapshot, options.volumes);
  const refusal = await execution.stage('check', async () => uncovered(volumes, scene) ?? refusalOf(scene, snapshot, volumes, tools));
  if (refusal) {
    const broken = { message: refusal.message, result: 'stopped' as const, problems: [], ...(refusal.hint ? { hint: refusal.hint } : {}) };
    return { ...(await conclude({ identity, options, verdicts: [], problems: [], broken }, tools, execution)), error: refusal };
  }

  const names = volumes.map(({ name }) => name);
  const owner = { composeName, execution: execution.uuid, directory };
  const volumeTools = toolsForVolumes(owner, connection, tools, tellOf(execution));
  const own = scene.containers.filter((container) => container.composeName === composeName);
  const holders = holdersOf(names, own, {});
  const held = merged([...stillHeld(left), ...holders]);
  // Whom a killed one had stopped may not run before all is filled.
  const releasing: ReleaseUndo = { undo: 'release', composeName, execution: execution.uuid, held: holders };
  const filling: RestoreUndo = {
    undo: 'restore-snapshot',
    composeName,
    execution: execution.uuid,
    id: snapshot.id,
    volumes: names,
    held,
    data: 'half',
  };
  const journal = await beginJournal(composeName, tools, execution, volumeTools);
  let came = 'nowhere' as 'nowhere' | 'half' | 'filled';
  try {
    await execution.stage('apply', async () => {
      const services = holders.map(({ service }) => service).join(', ');
      if (services) await journal.step(`stop ${services}`, releasing, 'it uses what is restored', () => holdAll(holders, volumeTools));
      execution.signal.throwIfAborted();
      came = 'half';
      await journal.step(`restore ${names.join(', ')}`, filling, `snapshot ${snapshot.id} was asked for`, async (writeAnew) => {
        // From now on this one knows all that they had left to do.
        for (const { uuid } of left) await tools.journal.end(uuid);
        for (const volume of volumes) {
          const look = progress(`restore ${volume.key ?? volume.name}`, { clock: tools.clock, say: execution.say }, volume.bytes);
          await fillVolume(volume, tools.snapshots.file(snapshot, volume), volumeTools, look);
        }
        await writeAnew(afterFilling(filling));
        came = 'filled';
      });
    });
    const asleep = await execution.stage('apply', () => releaseAll(held, volumeTools));
    const verdicts = await execution.stage('verify', () => verifyAgain(withHeld(scene, held), tools, execution));
    await journal.end();
    return await conclude({ identity, options, verdicts, problems: asleep, snapshot }, tools, execution);
  } catch (error) {
    if (!execution.signal.aborted && !(error instanceof EngineError)) throw error;
    const result = execution.signal.aborted && came === 'nowhere' ? 'interrupted' : 'failed';
    const message = error instanceof Error ? error.message : String(error);
    // Half restored: nobody is started on it, and the journal keeps how it is finished.
    const problems = came === 'nowhere' ? await journal.takeBack(releasing) : [];
    if (came === 'nowhere' && problems.length === 0) await journal.end();
    const broken =
      came === 'half' ? halfRestored(message, identity, snapshot, held) : { message: result === 'interrupted' ? 'interrupted' : message };
    return await conclude({ identity, options, verdicts: [], problems: [], broken: { ...broken, result, problems } }, tools, execution);
  }
}

function halfRestored(message: string, { project, instance }: Identity, { id }: Snapshot, held: Held[]): { message: string; hint: string } {
  const services = held.map(({ service }) => service).join(', ');
  return {
    message: `half restored: ${message}`,
    hint: `${services ? `${services} stays stopped, for nobody may run on half the data; ` : ''}portside restore ${project}/${instance} ${id} finishes it, and so does the next up`,
  };
}
