import { join } from 'node:path';
import type { Say } from '../../contract/events.ts';
import type { Snapshot, SnapshotVolume } from '../../contract/snapshot.ts';
import { EngineError } from '../../engine/interface.ts';
import type { Snapshots } from '../../ledger/snapshots.ts';
import type { Clock } from '../../system/clock.ts';
import type { ChosenVolume, Holder } from '../model/held.ts';
import type { ObservedContainer } from '../model/observed.ts';
import { type VolumeTools, archiveVolume } from './volume-archive.ts';

export interface CopyTools extends VolumeTools {
  snapshots: Snapshots;
  clock: Clock;
  say: Say;
  signal: AbortSignal;
}

export interface Users {
  holders: Holder[];
  containers: ObservedContainer[];
}

/** Its moment in UTC, to the second, and the beginning of a UUID. */
export function snapshotId(now: number, uuid: string): string {
  const [date = '', time = ''] = new Date(now).toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${date}-${time}-${uuid.slice(0, 4)}`;
}

/** Copies volumes one after the other into the snapshot's folder; the manifest is the caller's to write. Throws EngineError. */
export async function copyVolumes(id: string, volumes: ChosenVolume[], users: Users, tools: CopyTools): Promise<SnapshotVolume[]> {
  const folder = await kept(tools.snapshots.begin(tools.composeName, id));
  const copied: SnapshotVolume[] = [];
  for (const { name, key } of volumes) {
    const file = `${name}.tar.gz`;
    const archived = await archiveVolume(name, join(folder, file), tools, progress(`copy ${key ?? name}`, tools), tools.signal);
    copied.push({ name, ...(key === undefined ? {} : { key }), file, ...archived, held: heldFor(name, users) });
  }
  return copied;
}

/** Writes the manifest, by which the snapshot comes to be. Throws EngineError. */
export async function completeSnapshot(snapshots: Snapshots, snapshot: Snapshot): Promise<void> {
  await kept(snapshots.complete(snapshot));
}

/** What the disk refuses is a failure of the copying, and undone like any other. */
async function kept<Result>(writing: Promise<Result>): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new EngineError('other', `the snapshot cannot be kept: ${error.message}`, { cause: error });
  }
}

/** Says how many bytes went by: at once, then four times a second. */
export function progress(step: string, { clock, say }: Pick<CopyTools, 'clock' | 'say'>, total?: number): (bytes: number) => void {
  let bytes = 0;
  let said = -Infinity;
  return (more) => {
    bytes += more;
    if (clock.monotonic() - said < betweenMs) return;
    said = clock.monotonic();
    say({ event: 'progress', step, bytes, ...(total === undefined ? {} : { total }) });
  };
}

const betweenMs = 250;

function heldFor(volume: string, { holders, containers }: Users): SnapshotVolume['held'] {
  const using = new Set(containers.filter(({ volumes }) => volumes.some(({ name }) => name === volume)).map(({ id }) => id));
  return holders.filter((holder) => holder.containers.some((id) => using.has(id))).map(({ service, by }) => ({ service, by }));
}
