import { readdir, readFile, realpath, stat } from 'node:fs/promises';

/** What lies at a path, as far as a reader may know. */
export type PathKind = 'file' | 'directory' | 'missing' | 'unreadable';

/** Follows links; a pipe, such as `-f <(…)`, counts as a file. */
export async function pathKind(path: string): Promise<PathKind> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    return kindOfFailure(error);
  }
}

/** Names in a folder, sorted; or why there are none to see. */
export async function listDirectory(path: string): Promise<string[] | 'missing' | 'unreadable'> {
  try {
    return (await readdir(path)).toSorted();
  } catch (error) {
    return kindOfFailure(error);
  }
}

/** The text of a file; or why it cannot be read. */
export async function readText(path: string): Promise<{ text: string } | 'missing' | 'unreadable'> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return kindOfFailure(error);
  }
}

/** The path without links, so that one folder has one name; as given where it does not exist. */
export async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function kindOfFailure(error: unknown): 'missing' | 'unreadable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? 'missing' : 'unreadable';
}
