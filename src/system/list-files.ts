import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder, as absolute paths, those nearest to its top first; links are not followed, folders that may not be read are left out. */
export async function listFiles(
  root: string,
  { most, skip }: { most: number; skip: (path: string, isFolder: boolean) => boolean },
): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.shift(); folder !== undefined && files.length < most; folder = folders.shift()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
      const path = join(folder, entry.name);
      if (skip(path, entry.isDirectory())) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push(path);
    }
  }
  return files.slice(0, most);
}
