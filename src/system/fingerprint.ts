import { createHash } from 'node:crypto';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * A hash over path, mode, size, and modification and change time (nanoseconds) of a file, or of all files below a folder but its `.git`. The change time
 * cannot be set by a program, so an edit that keeps size and modification time shows too. Undefined past `most` entries, or where one cannot be read.
 */
export async function fingerprint(path: string, most: number, leftOut: LeftOut = nothing): Promise<string | undefined> {
  const entries: string[] = [];
  try {
    await walk(await realpath(path), '', { entries, most, leftOut });
  } catch {
    return undefined;
  }
  return createHash('sha256').update(entries.toSorted().join('\n')).digest('hex');
}

/** Files and folders that do not count; `withAllBelow`: nothing below such a folder does. */
export interface LeftOut {
  ignores(path: string): boolean;
  withAllBelow: boolean;
}

const nothing: LeftOut = { ignores: () => false, withAllBelow: true };

interface Walk {
  entries: string[];
  most: number;
  leftOut: LeftOut;
}

async function walk(root: string, relative: string, view: Walk): Promise<void> {
  const { entries, most, leftOut } = view;
  const path = join(root, relative);
  const ignored = relative !== '' && leftOut.ignores(relative.replaceAll(sep, '/'));
  if (ignored && leftOut.withAllBelow) return;
  const stat = await lstat(path, { bigint: true });
  if (!stat.isDirectory()) {
    if (ignored) return;
    entries.push(`${relative} ${stat.mode} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`);
    if (entries.length > most) throw new Error(`more than ${most} files`);
    return;
  }
  const names = await readdir(path);
  await Promise.all(names.filter((name) => name !== '.git').map((name) => walk(root, join(relative, name), view)));
}
