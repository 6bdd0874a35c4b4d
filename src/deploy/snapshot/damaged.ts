import type { Snapshot, SnapshotVolume } from '../../contract/snapshot.ts';
import type { Snapshots } from '../../ledger/snapshots.ts';
import { sumOf } from '../../system/archive-file.ts';

/** What of a snapshot is not as it was when it was made, each in words; looked at before anything is touched. */
export async function damagedOf(snapshot: Snapshot, volumes: SnapshotVolume[], snapshots: Snapshots): Promise<string[]> {
  const looked = volumes.map(async (volume) => {
    const sum = await sumOf(snapshots.file(snapshot, volume));
    if (!sum) return [`${volume.file} is missing`];
    return sum.sha256 === volume.sha256 ? [] : [`${volume.file} is not what was written (its SHA-256 is another)`];
  });
  return (await Promise.all(looked)).flat();
}
