import { lstat, open, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';

/** A file as a container will see it where a folder or file of this machine is mounted or copied. */
export interface HostFile {
  kind: 'file' | 'directory' | 'other' | 'missing';
  /** Absent on Windows, which has none. */
  mode?: number;
  /** Of text files no larger than was asked for. */
  text?: string;
}

/** Undefined where it cannot be told: links that lead out of `root`, files that may not be read. */
export async function lookBelow(root: string, path: string, largestText: number): Promise<HostFile | undefined> {
  try {
    const real = await realpath(path);
    const top = await realpath(root);
    if (real !== top && !real.startsWith(top.endsWith(sep) ? top : top + sep)) return undefined;
    const found = await stat(real);
    const mode = process.platform === 'win32' ? {} : { mode: found.mode & 0o777 };
    if (!found.isFile()) return { kind: found.isDirectory() ? 'directory' : 'other', ...mode };
    const text = found.size <= largestText ? await textOf(real, found.size) : undefined;
    return { kind: 'file', ...mode, ...(text === undefined ? {} : { text }) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))) return undefined;
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    const rootIsThere = await lstat(root).then(
      () => true,
      () => false,
    );
    return isLink || !rootIsThere ? undefined : { kind: 'missing' };
  }
}

async function textOf(path: string, size: number): Promise<string | undefined> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size), position: 0 });
  const bytes = buffer.subarray(0, bytesRead);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}
