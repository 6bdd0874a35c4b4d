import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { UserError, exitCode } from '../contract/user-error.ts';
import { removeStubborn } from '../system/copy.ts';
import { ensurePrivateDirectory, readIfExists, writePrivateFile } from '../system/files.ts';
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
    remove: () => removeStubborn(folder),
  };
}

function parsed(text: string, file: string): Run {
  try {
    const run: unknown = JSON.parse(text);
    if (typeof run === 'object' && run !== null && 'version' in run && run.version === 1) return run as Run;
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
