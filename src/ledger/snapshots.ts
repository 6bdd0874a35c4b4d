import { join } from 'node:path';
import type { Snapshot, SnapshotVolume } from '../contract/snapshot.ts';
import { ensurePrivateDirectory, readIfExists, removeTree, writePrivateFile } from '../system/files.ts';
import { foldersIn } from '../system/folder.ts';

/**
 * Copies of volumes, in `PORTSIDE_HOME/snapshots/COMPOSE-NAME/ID/`, for this user only. The manifest is written last: a snapshot without
 * one does not exist.
 */
export interface Snapshots {
  /** Makes the folder for a new one; resolves to its path. */
  begin(composeName: string, id: string): Promise<string>;
  /** Writes the manifest: from now on it exists. */
  complete(snapshot: Snapshot): Promise<void>;
  /** The newest first; of one instance, or all. */
  list(composeName?: string): Promise<Snapshot[]>;
  find(composeName: string, id: string): Promise<Snapshot | undefined>;
  /** Where a volume's archive lies. */
  file(snapshot: Pick<Snapshot, 'compose_name' | 'id'>, volume: Pick<SnapshotVolume, 'file'>): string;
  /** Removes one that was never completed; a complete one stays. */
  discardHalf(composeName: string, id: string): Promise<void>;
  remove(composeName: string, id: string): Promise<void>;
}

export function snapshots(home: string): Snapshots {
  const top = join(home, 'snapshots');
  const folder = (composeName: string, id: string) => join(top, composeName, id);
  const find = async (composeName: string, id: string) => {
    const text = await readIfExists(join(folder(composeName, id), 'manifest.json'));
    return text === undefined ? undefined : (JSON.parse(text) as Snapshot);
  };
  return {
    find,
    file: ({ compose_name: composeName, id }, volume) => join(folder(composeName, id), volume.file),
    async begin(composeName, id) {
      await ensurePrivateDirectory(folder(composeName, id));
      return folder(composeName, id);
    },
    async complete(snapshot) {
      const path = join(folder(snapshot.compose_name, snapshot.id), 'manifest.json');
      await writePrivateFile(path, `${JSON.stringify(snapshot, undefined, 2)}\n`);
    },
    async list(composeName) {
      const names = composeName === undefined ? await foldersIn(top) : [composeName];
      const places = await Promise.all(names.map(async (name) => (await foldersIn(join(top, name))).map((id) => ({ name, id }))));
      const found = await Promise.all(places.flat().map(({ name, id }) => find(name, id)));
      const complete = found.flatMap((snapshot) => snapshot ?? []);
      return complete.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
    },
    async discardHalf(composeName, id) {
      if (!(await find(composeName, id))) await removeTree(folder(composeName, id));
    },
    remove: (composeName, id) => removeTree(folder(composeName, id)),
  };
}
