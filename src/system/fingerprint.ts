import { createHash } from 'node:crypto';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A hash over path, mode, size, and modification and change time (nanoseconds) of a file, or of all files below a folder but its `.git`. The change time
 * cannot be set by a program, so an edit that keeps size and modification time shows too. Undefined past `most` entries, or where one cannot be read.
 */
export async function fingerprint(path: string, most: number): Promise<string | undefined> {
  const entries: string[] = [];
  try {
    await walk(await realpath(path), '', entries, most);
  } catch {
    return undefined;
  }
  return createHash('sha256').update(entries.toSorted().join('\n')).digest('hex');
}

async function walk(root: string, relative: string, entries: string[], most: number): Promise<void> {
  const path = join(root, relative);
  const stat = await lstat(path, { bigint: true });
  if (!stat.isDirectory()) {
    entries.push(`${relative} ${stat.mode} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`);
    if (entries.length > most) throw new Error(`more than ${most} files`);
    return;
  }
  const names = await readdir(path);
  await Promise.all(names.filter((name) => name !== '.git').map((name) => walk(root, join(relative, name), entries, most)));
}
