import type { Ended } from '../../contract/options.ts';
import type { RestoreOptions, Snapshot, SnapshotVolume } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { EngineError } from '../../engine/interface.ts';
import type { InFlight } from '../../ledger/journal.ts';
import type { Execution } from '../execution.ts';
import type { Held, ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { Identity } from '../model/stack.ts';
import { recordFolderIsThere } from '../record/copy-record.ts';
import { recover } from '../recover/recover.ts';
import { telling } from '../recover/telling.ts';
import { unfinishedOf } from '../recover/unfinished.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { conclude } from './conclude.ts';
import { progress } from './copy-volumes.ts';
import { beginJournal } from './execution-journal.ts';
import { holdersOf, inUseBy } from './holders.ts';
import { holdAll, releaseAll } from './holding.ts';
import { type Scene, lookAround } from './scene.ts';
import { tellOf } from './snapshot.ts';
import { damagedOf } from './damaged.ts';
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
  const left: InFlight[] = [];
  const scene = await lookAround(
    identity,
    connection,
    tools,
    execution,
    async () => left.push(...(await clearUpAsFarAsGoes(composeName, connection, tools, execution))) > 0,
  );
  const snapshot = await findSnapshot(identity, options, tools);
  const volumes = volumesOf(snapshot, options.volumes);
  const refusal = await execution.stage('check', async () => uncovered(left, volumes, scene) ?? refusalOf(scene, snapshot, volumes, tools));
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
      if (services)
        await journal.step(`stop ${services}`, releasing, 'it uses what is restored', () =>
          holdAll(holders, connection.engine, tellOf(execution)),
        );
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
    const asleep = await execution.stage('apply', () => releaseAll(held, connection.engine, tellOf(execution)));
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
    return conclude({ identity, options, verdicts: [], problems: [], broken: { ...broken, result, problems } }, tools, execution);
  }
}

function halfRestored(message: string, { project, instance }: Identity, { id }: Snapshot, held: Held[]): { message: string; hint: string } {
  const services = held.map(({ service }) => service).join(', ');
  return {
    message: `half restored: ${message}`,
    hint: `${services ? `${services} stays stopped, for nobody may run on half the data; ` : ''}portside restore ${project}/${instance} ${id} finishes it, and so does the next up`,
  };
}

/** What a killed restore left half done may be what this one puts right: it is no reason to refuse. Resolves to what could not be cleared up. */
async function clearUpAsFarAsGoes(
  composeName: string,
  connection: Connection,
  tools: DeployTools,
  execution: Execution,
): Promise<InFlight[]> {
  const left: InFlight[] = [];
  for (const inFlight of await unfinishedOf(composeName, tools)) {
    execution.say({ event: 'note', message: `volumeTools what a killed \`${inFlight.action}\` left (${inFlight.uuid})` });
    const { problems } = await recover(inFlight, connection, tools, telling(execution, inFlight));
    if (problems.length === 0) continue;
    const mendable = inFlight.undos.every(({ undo }) => undo.undo === 'release' || undo.undo === 'restore-snapshot');
    if (mendable) left.push(...(await unfinishedOf(composeName, tools)).filter(({ uuid }) => uuid === inFlight.uuid));
    else
      throw new UserError({
        code: 'cannot-clear-up',
        exit: exitCode.failed,
        message: `a killed \`${inFlight.action}\` left things that cannot be removed: ${problems.join('; ')}`,
        hint: 'see what holds them, then run the same command again',
      });
  }
  return left;
}

/** Whoever is stopped for the volumes that a killed one left half filled is started afterwards: all of them have to be filled. */
function uncovered(left: InFlight[], chosen: SnapshotVolume[], { identity: { project, instance } }: Scene): UserError | undefined {
  const half = left.flatMap(({ undos }) => undos.flatMap(({ undo }) => (undo.undo === 'restore-snapshot' ? undo.volumes : [])));
  const rest = [...new Set(half)].filter((name) => !chosen.some((volume) => volume.name === name));
  if (rest.length === 0) return undefined;
  return stopped(
    'half-restored',
    `${rest.join(', ')} is half restored too, and would stay so`,
    `restore all of them at once: portside restore ${project}/${instance} SNAPSHOT, without --volume; portside snapshot list shows which one has them`,
  );
}

/** Whom the killed ones had stopped, and could not let run again. */
function stillHeld(left: InFlight[]): Held[] {
  return left
    .flatMap(({ undos }) => undos.flatMap(({ undo }) => ('held' in undo ? undo.held : [])))
    .map((held) => ({ ...held, by: 'stop' as const }));
}

/** One entry a service. */
function merged(held: Held[]): Held[] {
  return [...Map.groupBy(held, ({ service }) => service)].map(([service, entries]) => ({
    ...{ service, by: 'stop' },
    containers: [...new Set(entries.flatMap(({ containers }) => containers))],
  }));
}

/** Whom a killed execution had stopped ran before it, and has to run again. */
function withHeld(scene: Scene, held: Held[]): Scene {
  const ran = new Set(held.flatMap(({ containers }) => containers));
  const containers = scene.observed.containers.map((one) => (ran.has(one.id) ? { ...one, state: 'running' as const } : one));
  return { ...scene, observed: { ...scene.observed, containers } };
}

/** The newest that has what is asked for, where none is named. */
async function findSnapshot(
  { composeName, project, instance }: Identity,
  { snapshot: id, volumes = [] }: RestoreOptions,
  { snapshots }: DeployTools,
): Promise<Snapshot> {
  const all = await snapshots.list(composeName);
  const newest = all.find((one) => volumes.every((word) => one.volumes.some(({ name, key }) => word === name || word === key))) ?? all[0];
  const found = id === undefined ? newest : (all.find((one) => one.id === id) ?? only(all.filter((one) => one.id.startsWith(id))));
  if (found) return found;
  const name = `${project}/${instance}`;
  throw new UserError({
    code: 'no-such-snapshot',
    exit: exitCode.usage,
    message: id === undefined ? `${name} has no snapshot` : `${name} has no snapshot ${id}`,
    hint: all.length > 0 ? `it has ${all.map((one) => one.id).join(', ')}` : `portside snapshot ${name} makes one`,
  });
}

function only<Item>(items: Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function volumesOf({ id, volumes }: Snapshot, asked: string[] | undefined): SnapshotVolume[] {
  if (!asked) return volumes;
  return [...new Set(asked)].map((word) => {
    const found = volumes.find(({ name, key }) => word === name || word === key);
    if (found) return found;
    throw new UserError({
      code: 'no-such-volume',
      exit: exitCode.usage,
      message: `snapshot ${id} has no volume ${word}`,
      hint: `it has ${volumes.map(({ name, key }) => key ?? name).join(', ')}`,
    });
  });
}

/** Why nothing may be touched: a damaged snapshot, a volume that is not there, somebody else at work on it. */
async function refusalOf(
  { connection, containers, identity }: Scene,
  snapshot: Snapshot,
  volumes: SnapshotVolume[],
  { snapshots }: DeployTools,
): Promise<UserError | undefined> {
  const there = await connection.engine.listVolumes({});
  const missing = volumes.filter(({ name }) => !there.includes(name)).map(({ name }) => name);
  if (missing.length > 0)
    return stopped(
      'volume-missing',
      `the volume ${missing.join(', ')} is not there any more`,
      'portside up makes it, empty; then restore it',
    );
  const names = volumes.map(({ name }) => name);
  const inUse = inUseBy(containers, identity.composeName, names);
  if (inUse) return inUse;
  const damaged = await damagedOf(snapshot, volumes, snapshots);
  if (damaged.length > 0)
    return stopped('snapshot-damaged', `snapshot ${snapshot.id} is damaged: ${damaged.join('; ')}`, 'portside snapshot list shows others');
  return undefined;
}

function stopped(code: string, message: string, hint: string): UserError {
  return new UserError({ code, exit: exitCode.stopped, message, hint });
}
