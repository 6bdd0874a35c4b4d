import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathKind } from './read.ts';

export interface Folder {
  writable: boolean;
  /** Permission bits, such as 0o700. */
  mode: number;
  /** It belongs to this user; true where the system knows no owners. */
  mine: boolean;
}

export async function lookAtFolder(path: string): Promise<Folder | 'missing' | 'no-folder'> {
  const kind = await pathKind(path);
  if (kind === 'missing') return 'missing';
  if (kind === 'file') return 'no-folder';
  const found = await stat(path).catch(() => undefined);
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const user = process.getuid?.();
  return { writable: writable && found !== undefined, mode: (found?.mode ?? 0) & 0o777, mine: user === undefined || found?.uid === user };
}

/** Every file below a folder, as far as it may be read. Times are epoch milliseconds. */
export async function filesBelow(folder: string): Promise<{ path: string; changedAt: number; bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (path) => {
      const stats = await stat(path).catch(() => undefined);
      return stats ? [{ path, changedAt: stats.mtimeMs, bytes: stats.size }] : [];
    }),
  );
  return found.flat();
}

/** Names of the folders right inside one; none where it is not there. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
