import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the oldest files of a folder once it holds more than `most`. */
export async function keepNewest(folder: string, most: number): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= most) return;
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      at: await stat(join(folder, name)).then(
        (found) => found.mtimeMs,
        () => 0,
      ),
    })),
  );
  const old = files.toSorted((a, b) => b.at - a.at).slice(most);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}
