import type { Ended } from '../../contract/options.ts';
import type { Snapshot, SnapshotOptions, SnapshotVolume } from '../../contract/snapshot.ts';
import { EngineError } from '../../engine/interface.ts';
import type { Execution } from '../execution.ts';
import type { ChosenVolume, Held, Holder, ReleaseUndo } from '../model/held.ts';
import type { Identity } from '../model/stack.ts';
import { recordFolderIsThere } from '../record/copy-record.ts';
import type { DeployTools } from '../tools.ts';
import { bindMountsOf, chooseVolumes } from './choose-volumes.ts';
import { completeSnapshot, copyVolumes, snapshotId } from './copy-volumes.ts';
import { type Broken, conclude } from './conclude.ts';
import { beginJournal } from './execution-journal.ts';
import { holdersOf, strangersAmong } from './holders.ts';
import { holdAll, releaseAll } from './holding.ts';
import { type Scene, lookAround } from './scene.ts';
import { toolsForVolumes } from './tools-for-volumes.ts';
import { verifyAgain } from './verify-again.ts';

/**
 * Copies an instance's volumes while whoever uses them stands still, and proves that everybody runs again. Throws UserError for wrong usage, no engine,
 * busy; every other ending is a record.
 */
export async function takeSnapshot(identity: Identity, options: SnapshotOptions, tools: DeployTools, execution: Execution): Promise<Ended> {
  const { composeName, project, instance, directory } = identity;
  await recordFolderIsThere(options.recordFile);
  execution.say({ event: 'begin', action: 'snapshot', instance: `${project}/${instance}` });
  await using _lock = await tools.locks.acquire(composeName, 'snapshot');
  const connection = await tools.connect();
  const scene = await lookAround(identity, connection, tools, execution);
  const { volumes, holders } = await execution.stage('plan', async () => choose(scene, options.volumes, execution));
  const owner = { composeName, execution: execution.uuid, directory };
  const volumeTools = toolsForVolumes(owner, connection, tools, tellOf(execution));
  const journal = await beginJournal(composeName, tools, execution, volumeTools);
  const id = snapshotId(tools.clock.now(), tools.ids.uuid());
  const taking: ReleaseUndo = { undo: 'release', composeName, execution: execution.uuid, snapshot: id, held: holders.map(withoutCommand) };
  try {
    const snapshot = await execution.stage('apply', async () => {
      let copied: SnapshotVolume[] = [];
      await journal.step(`copy ${volumes.map(called).join(', ')}`, taking, 'a snapshot was asked for', async () => {
        await holdAll(holders, volumeTools);
        const copying = { ...volumeTools, clock: tools.clock, say: execution.say, signal: execution.signal };
        copied = await copyVolumes(id, volumes, { holders, containers: scene.containers }, copying);
      });
      const made: Snapshot = {
        ...{ id, project, instance, compose_name: composeName, directory, reason: 'snapshot', execution_uuid: execution.uuid },
        created_at: new Date(tools.clock.now()).toISOString(),
        ...(scene.registered.revision === undefined ? {} : { revision: scene.registered.revision }),
        volumes: copied,
      };
      // What was copied is whole, whether or not everybody runs again.
      await completeSnapshot(tools.snapshots, made);
      return made;
    });
    const asleep = await execution.stage('apply', () => releaseAll(taking.held, volumeTools));
    const verdicts = await execution.stage('verify', () => verifyAgain(scene, tools, execution));
    await journal.end();
    return await conclude({ identity, options, verdicts, problems: asleep, snapshot }, tools, execution);
  } catch (error) {
    const problems = await journal.takeBack(taking);
    if (problems.length === 0) await journal.end();
    if (!execution.signal.aborted && !(error instanceof EngineError)) throw error;
    const aborted = execution.signal.aborted;
    const message = aborted ? 'interrupted' : error instanceof Error ? error.message : String(error);
    const broken: Broken = { message, result: aborted ? 'interrupted' : 'failed', problems };
    return await conclude({ identity, options, verdicts: [], problems: [], broken }, tools, execution);
  }
}

function choose(scene: Scene, asked: string[] | undefined, { say }: Execution): { volumes: ChosenVolume[]; holders: Holder[] } {
  const { plan, observed, containers, settings, identity } = scene;
  const volumes = chooseVolumes(asked, plan, observed);
  const names = volumes.map(({ name }) => name);
  for (const { service, source } of bindMountsOf(plan))
    say({ event: 'note', message: `not in it: ${source}, a folder of this machine that ${service} mounts` });
  for (const { name } of strangersAmong(containers, identity.composeName, names))
    say({
      event: 'note',
      message: `${name} uses it too, is no part of this instance, and keeps running: what it writes meanwhile may be half copied`,
    });
  const own = containers.filter(({ composeName }) => composeName === identity.composeName);
  return { volumes, holders: holdersOf(names, own, settings.snapshot ?? {}) };
}

function withoutCommand({ quiesce: _quiesce, ...held }: Holder): Held {
  return held;
}

function called({ name, key }: ChosenVolume): string {
  return key ?? name;
}

export function tellOf({ say }: Execution): (words: string) => void {
  return (words) => say({ event: 'note', message: words });
}
