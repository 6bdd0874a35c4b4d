import { open, opendir, stat } from 'node:fs/promises';

/** What lies at a path. `text` only of files that are text and no larger than was asked for. */
export interface Sight {
  kind: 'file' | 'directory' | 'other' | 'missing' | 'unreadable';
  mode?: number;
  uid?: number;
  gid?: number;
  text?: string;
  /** Names in a folder that has fewer than a thousand. */
  entries?: string[];
}

/** Follows links. Pipes, sockets and devices are `other`, and are never read. */
export async function lookAt(path: string, largestText = 0): Promise<Sight> {
  try {
    const found = await stat(path);
    const kind = found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other';
    const text = kind === 'file' && found.size <= largestText ? await beginningOf(path, found.size) : undefined;
    const entries = kind === 'directory' ? await entriesOf(path) : undefined;
    return {
      kind,
      mode: found.mode & 0o7777,
      uid: found.uid,
      gid: found.gid,
      ...(text === undefined ? {} : { text }),
      ...(entries ? { entries } : {}),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { kind: code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? 'missing' : 'unreadable' };
  }
}

/** As much of a file as was asked for. Undefined for what is no text, or may not be read. */
export async function beginningOf(path: string, most: number): Promise<string | undefined> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(most), position: 0 });
    const bytes = buffer.subarray(0, bytesRead);
    return bytes.includes(0) ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}

const mostEntries = 1000;

/** Undefined for a folder that may not be read, or holds very many. */
async function entriesOf(path: string): Promise<string[] | undefined> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(path)) if (names.push(name) >= mostEntries) return undefined;
  } catch {
    return undefined;
  }
  return names.toSorted();
}
