import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';

/** Files that an absolute pattern names, sorted: `*` and `?` stand for anything within one name, `**` for any folders. Links are followed; what may not be read is left out. */
export async function filesLike(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const found = await below(root, pattern.slice(root.length).split(sep).filter(Boolean));
  return [...new Set(found)].toSorted();
}

async function below(folder: string, [first, ...rest]: string[]): Promise<string[]> {
  if (first === undefined) return [];
  if (first === '**') return [...(await below(folder, rest)), ...(await inFolders(folder, ['**', ...rest]))];
  if (!/[*?]/.test(first)) return rest.length > 0 ? below(join(folder, first), rest) : ifFile(join(folder, first));
  const fits = nameLike(first);
  const paths = (await entriesOf(folder)).filter(({ name }) => fits.test(name)).map(({ name }) => join(folder, name));
  const found: string[] = [];
  for (const path of paths) found.push(...(rest.length > 0 ? await below(path, rest) : await ifFile(path)));
  return found;
}

/** Links are not: they may lead round in a circle. */
async function inFolders(folder: string, segments: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) if (entry.isDirectory()) found.push(...(await below(join(folder, entry.name), segments)));
  return found;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function ifFile(path: string): Promise<string[]> {
  const seen = await stat(path).catch(() => undefined);
  return seen?.isFile() ? [path] : [];
}

function nameLike(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
