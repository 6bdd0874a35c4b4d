import { stat } from 'node:fs/promises';
import { beginningOf } from './look-at.ts';

export interface FileSight {
  kind: 'file' | 'directory' | 'missing';
  /** Permission bits, such as 0o644. */
  mode: number;
  /** The beginning of it, where it is text. */
  text?: string;
}

/** What lies at a path, and how it begins; what may not be read has no text. */
export async function lookAtFile(path: string, bytes: number): Promise<FileSight> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return { kind: 'missing', mode: 0 };
  const mode = found.mode & 0o7777;
  if (found.isDirectory()) return { kind: 'directory', mode };
  const text = found.isFile() ? await beginningOf(path, bytes) : undefined;
  return { kind: 'file', mode, ...(text === undefined ? {} : { text }) };
}
