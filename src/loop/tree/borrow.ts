import { join } from 'node:path';
import { ensurePrivateDirectory, writePrivateCopies } from '../../system/files.ts';
import { readText } from '../../system/read.ts';

/** Files of a git directory that say how its files are read, and where its history is cut off. */
export async function borrow(from: string, to: string, names: readonly string[]): Promise<void> {
  const texts = await Promise.all(names.map((name) => readText(join(from, name))));
  await ensurePrivateDirectory(join(to, 'info'));
  await ensurePrivateDirectory(join(to, 'objects', 'info'));
  await writePrivateCopies(
    texts.flatMap((read, index) => (typeof read === 'string' ? [] : [{ path: join(to, names[index] ?? ''), text: read.text }])),
  );
}
