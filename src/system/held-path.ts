import { lstat, open, readlink, realpath } from 'node:fs/promises';
import { constants } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Where a path leads below a folder: `real` is absolute and free of links, `name` relative to the folder. */
export interface HeldPath {
  real: string;
  name: string;
}

/**
 * A path, relative to `from` or absolute, that must lie in `root` once every link in it was followed; what does not exist yet counts as
 * lying where it would be made. Undefined where it leads outside, or round in circles.
 */
export async function heldPath(root: string, from: string, path: string): Promise<HeldPath | undefined> {
  if (path.includes('\0')) return undefined;
  const top = await realpath(root);
  const real = await followed(resolve(from, path), mostLinks).catch(() => undefined);
  if (real === undefined) return undefined;
  const name = relative(top, real);
  return name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name) ? undefined : { real, name };
}

const mostLinks = 40;

/** As realpath(3), though the end of the path may be missing, and a link may lead to what is missing. */
async function followed(path: string, links: number): Promise<string> {
  if (links === 0) throw new Error('too many links');
  const whole = await realpath(path).catch(() => undefined);
  if (whole !== undefined) return whole;
  const above = dirname(path);
  if (above === path) return path;
  const folder = await followed(above, links - 1);
  const place = join(folder, basename(path));
  const kind = await lstat(place).catch(() => undefined);
  return kind?.isSymbolicLink() ? followed(resolve(folder, await readlink(place)), links - 1) : place;
}

/** Writes a file at a place without links, and makes it where it is missing. Throws the system's own error, such as ELOOP where a link stands there after all. */
export async function writeHeldFile(real: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW, O_NONBLOCK } = constants;
  await using file = await open(real, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, 0o666);
  await file.writeFile(text);
}
