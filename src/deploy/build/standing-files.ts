import { join, relative, sep } from 'node:path';
import { readFrom } from '../../system/files.ts';
import { listFiles } from '../../system/list-files.ts';
import type { LeftOut } from '../../system/fingerprint.ts';
import { standingMark } from '../model/standing-mark.ts';

/** Paths of files in a build context that `portside graduate` wrote: writing one must not make another version of what it was written for. */
export async function standingFilesIn(context: string, ignored: LeftOut): Promise<ReadonlySet<string>> {
  const within = (path: string) => relative(context, path).replaceAll(sep, '/');
  const files = await listFiles(context, {
    most: mostFiles,
    skip: (path, isFolder) =>
      isFolder
        ? path === join(context, '.git') || (ignored.withAllBelow && ignored.ignores(within(path)))
        : !/\.ya?ml$/.test(path) || ignored.ignores(within(path)),
  });
  const ours = await Promise.all(files.map(isStanding));
  return new Set(files.filter((_, index) => ours[index]).map(within));
}

/** Of a larger context no key is told anyway. */
const mostFiles = 5000;

async function isStanding(file: string): Promise<boolean> {
  const begins = await readFrom(file, 0, Buffer.byteLength(standingMark)).catch(() => '');
  return begins === standingMark;
}
