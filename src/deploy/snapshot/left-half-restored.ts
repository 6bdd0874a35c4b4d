import type { SnapshotVolume } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { InFlight } from '../../ledger/journal.ts';
import type { Held } from '../model/held.ts';
import type { Scene } from './scene.ts';

/** What a killed restore left half done is what another one puts right: no reason to refuse it. */
export function isMendedByFilling({ undos }: InFlight): boolean {
  return undos.every(({ undo }) => undo.undo === 'release' || undo.undo === 'restore-snapshot');
}

/** Whoever is stopped for the volumes that a killed one left half filled is started afterwards: all of them have to be filled. */
export function uncovered(chosen: SnapshotVolume[], { left, identity: { project, instance } }: Scene): UserError | undefined {
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
