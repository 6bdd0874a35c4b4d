import { access, chmod, constants, copyFile as copy, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explained } from './file-errors.ts';

/** Copies a file, making the folders above it; `mode` in place of its own. Throws UserError (exit 2). */
export async function copyFile(from: string, to: string, mode?: number): Promise<void> {
  await explained(to, async () => {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copy(from, to);
    if (mode !== undefined) await chmod(to, mode);
  });
}

/** Whether a file lies there, no link, that this user may read. */
export async function isReadableFile(path: string): Promise<boolean> {
  const isFile = (await lookAtEntry(path))?.kind === 'file';
  const mayRead = () =>
    access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
  return isFile && mayRead();
}

/** What lies at a path itself, links not followed; undefined where nothing does. Sizes are bytes. */
export async function lookAtEntry(
  path: string,
): Promise<{ kind: 'file' | 'folder' | 'link' | 'other'; bytes: number; mode: number } | undefined> {
  const entry = await lstat(path).catch(() => undefined);
  if (!entry) return undefined;
  const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other';
  return { kind, bytes: entry.size, mode: entry.mode & 0o7777 };
}

/** Removes a folder whose parts somebody made unreadable or read-only, too. Throws UserError (exit 2) for what belongs to another user. */
export async function removeStubborn(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(async () => {
    await openUp(folder);
    await explained(folder, () => rm(folder, { recursive: true, force: true }));
  });
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await openUp(join(folder, entry.name));
}
