import { basename, join } from 'node:path';
import type { Compose } from '../../engine/interface.ts';
import { ensurePrivateDirectory, removeTree, writePrivateFile } from '../../system/files.ts';

/** Copies of Compose files that say something else than the originals, where only this user reads them. */
export interface Shadow {
  /** Compose, to which the copies are the originals. */
  parser: Pick<Compose, 'config'>;
  remove(): Promise<void>;
}

/** Relative paths in the copies still mean the project's folder: Compose is always told which one it is. */
export async function shadowOf(texts: ReadonlyMap<string, string>, parser: Pick<Compose, 'config'>, folder: string): Promise<Shadow> {
  if (texts.size === 0) return { parser, remove: () => Promise.resolve() };
  await ensurePrivateDirectory(folder);
  const copies = new Map<string, string>();
  try {
    for (const [index, [file, text]] of [...texts].entries()) {
      const copy = join(folder, `${index}-${basename(file)}`);
      await writePrivateFile(copy, text);
      copies.set(file, copy);
    }
  } catch (error) {
    await removeTree(folder);
    throw error;
  }
  return {
    parser: { config: (input) => parser.config({ ...input, files: input.files.map((file) => copies.get(file) ?? file) }) },
    remove: () => removeTree(folder),
  };
}
