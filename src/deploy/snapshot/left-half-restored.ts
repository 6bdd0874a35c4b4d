import type { SnapshotVolume } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { InFlight } from '../../ledger/journal.ts';
import type { Execution } from '../execution.ts';
import type { Held } from '../model/held.ts';
import { recover } from '../recover/recover.ts';
import { telling } from '../recover/telling.ts';
import { unfinishedOf } from '../recover/unfinished.ts';
import type { Connection, DeployTools } from '../tools.ts';
import type { Scene } from './scene.ts';

/** What a killed restore left half done may be what this one puts right: it is no reason to refuse. Resolves to what could not be cleared up. */
export async function clearUpAsFarAsGoes(
  composeName: string,
  connection: Connection,
  tools: DeployTools,
  execution: Execution,
): Promise<InFlight[]> {
  const left: InFlight[] = [];
  for (const inFlight of await unfinishedOf(composeName, tools)) {
    execution.say({ event: 'note', message: `undoing what a killed \`${inFlight.action}\` left (${inFlight.uuid})` });
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
export function uncovered(left: InFlight[], chosen: SnapshotVolume[], { identity: { project, instance } }: Scene): UserError | undefined {
  const half = left.flatMap(({ undos }) => undos.flatMap(({ undo }) => (undo.undo === 'restore-snapshot' ? undo.volumes : [])));
  const rest = [...new Set(half)].filter((name) => !chosen.some((volume) => volume.name === name));
  if (rest.length === 0) return undefined;
  return new UserError({
    code: 'half-restored',
    exit: exitCode.stopped,
    message: `${rest.join(', ')} is half restored too, and would stay so`,
    hint: `restore all of them at once: portside restore ${project}/${instance} SNAPSHOT, without --volume; portside snapshot list shows which one has them`,
  });
}

/** Whom the killed ones had stopped, and could not let run again. */
export function stillHeld(left: InFlight[]): Held[] {
  return left
    .flatMap(({ undos }) => undos.flatMap(({ undo }) => ('held' in undo ? undo.held : [])))
    .map((held) => ({ ...held, by: 'stop' as const }));
}

/** One entry a service. */
export function merged(held: Held[]): Held[] {
  return [...Map.groupBy(held, ({ service }) => service)].map(([service, entries]) => ({
    ...{ service, by: 'stop' },
    containers: [...new Set(entries.flatMap(({ containers }) => containers))],
  }));
}

/** Whom a killed execution had stopped ran before it, and has to run again. */
export function withHeld(scene: Scene, held: Held[]): Scene {
  const ran = new Set(held.flatMap(({ containers }) => containers));
  const containers = scene.observed.containers.map((one) => (ran.has(one.id) ? { ...one, state: 'running' as const } : one));
  return { ...scene, observed: { ...scene.observed, containers } };
}
