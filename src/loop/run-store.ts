import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { UserError, exitCode } from '../contract/user-error.ts';
import { removeStubborn } from '../system/copy.ts';
import { ensurePrivateDirectory, readIfExists, writePrivateFile } from '../system/files.ts';
import { foldersIn } from '../system/folder.ts';
import type { Run } from './run.ts';

/** Where a project's run is kept until it has ended; for this user only. */
export interface RunStore {
  folder: string;
  read(): Promise<Run | undefined>;
  /** On the disk when it resolves. */
  save(run: Run): Promise<void>;
  remove(): Promise<void>;
}

/** One for each project's folder, under PORTSIDE_HOME. */
export function runStore(home: string, directory: string): RunStore {
  const key = `${basename(directory)}-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`;
  const folder = join(home, 'improve', key);
  const file = join(folder, 'run.json');
  return {
    folder,
    async read() {
      const text = await readIfExists(file);
      return text === undefined ? undefined : parsed(text, file);
    },
    async save(run) {
      await ensurePrivateDirectory(folder);
      await writePrivateFile(file, JSON.stringify(run));
    },
    async remove() {
      // First: with a part of the rest gone, nobody could go on with it.
      await removeStubborn(file);
      await removeStubborn(folder);
    },
  };
}

/** Runs of all projects that have not ended; without those that this Portside cannot read. */
export async function unfinishedRuns(home: string): Promise<Run[]> {
  const folders = await foldersIn(join(home, 'improve'));
  const texts = await Promise.all(folders.map((folder) => readIfExists(join(home, 'improve', folder, 'run.json'))));
  return texts.flatMap((text) => {
    try {
      return text === undefined ? [] : [parsed(text, '')];
    } catch {
      return [];
    }
  });
}

function parsed(text: string, file: string): Run {
  try {
    const run: unknown = JSON.parse(text);
    if (isRun(run)) return run;
  } catch {
    // Told below, like one of another version.
  }
  throw new UserError({
    code: 'run-unreadable',
    exit: exitCode.usage,
    message: `${file} is no run that this Portside can go on with`,
    hint: 'begin anew: portside improve --restart',
  });
}

function isRun(read: unknown): read is Run {
  const { version, id, base, head, tries, waits } = Object(read) as Partial<Run>;
  const words: unknown[] = [id, base, head];
  return version === 1 && words.every((word) => typeof word === 'string') && Array.isArray(tries) && Array.isArray(waits);
}
