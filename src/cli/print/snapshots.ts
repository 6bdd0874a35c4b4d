import { inBytes } from '../../contract/bytes.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { age } from './seconds.ts';

/** The table of `snapshot list`, and what is to be said about it. */
export function snapshotsText(snapshots: Snapshot[], { now, ink }: { now: number; ink: Ink }): { table: string; words: string } {
  if (snapshots.length === 0) return { table: '', words: 'there is no snapshot; portside snapshot makes one\n' };
  const header = ['SNAPSHOT', 'PROJECT', 'INSTANCE', 'AGE', 'SIZE', 'VOLUMES'].map(ink.bold);
  const rows = snapshots.map(({ id, project, instance, created_at: made, volumes }) => [
    id,
    project,
    instance,
    age(made, now),
    inBytes(volumes.reduce((sum, volume) => sum + volume.compressed_bytes, 0)),
    volumes.map(({ key, name }) => key ?? name).join(', '),
  ]);
  return { table: `${columns([header, ...rows]).join('\n')}\n`, words: '' };
}
