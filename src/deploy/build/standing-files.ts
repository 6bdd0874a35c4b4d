import { join } from 'node:path';
import { listDirectory, readText } from '../../system/read.ts';
import { standingMark } from '../model/standing-mark.ts';

/** Names of files right in a build context that `portside graduate` wrote: writing one must not make another version of what it was written for. */
export async function standingFilesIn(context: string): Promise<ReadonlySet<string>> {
  const names = await listDirectory(context);
  const candidates = Array.isArray(names) ? names.filter((name) => /\.ya?ml$/.test(name)) : [];
  const begins = await Promise.all(candidates.map(async (name) => startsWith(join(context, name))));
  return new Set(candidates.filter((_name, index) => begins[index]));
}

async function startsWith(file: string): Promise<boolean> {
  const content = await readText(file);
  return typeof content !== 'string' && content.text.startsWith(standingMark);
}
