import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** Every file below a folder, as a path from the root; what was installed or built does not count. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === 'node_modules' || entry.name === 'dist' ? [] : filesBelow(path);
  });
}

/** A folder and all folders below it that hold a file, each with a slash at its end. */
export function foldersBelow(folder: string): string[] {
  const folders = new Set<string>();
  for (const file of filesBelow(folder)) for (let path = dirname(file); path !== '.'; path = dirname(path)) folders.add(`${path}/`);
  return [...folders].toSorted();
}
