import { join } from 'node:path';

import { revisionDirectory } from '../ledger/revisions.ts';
import { ensurePrivateDirectory, readIfExists, removeTree, writePrivateFile } from '../system/files.ts';
import type { ComposeFile } from './model/compose-file.ts';

/** The Compose files that Portside makes for an instance. They hold real values: mode 600, under PORTSIDE_HOME, never in the project. */
export interface PlanFiles {
  write(purpose: string, file: ComposeFile): Promise<string>;
  read(path: string): Promise<ComposeFile | undefined>;
  /** Removes all but the named one, and the revisions. */
  keepOnly(path: string | undefined): Promise<void>;
}

export function planFiles(home: string, composeName: string, execution: string): PlanFiles {
  const directory = planDirectory(home, composeName);
  return {
    async write(purpose, file) {
      const path = join(directory, `${purpose}-${execution}.json`);
      await ensurePrivateDirectory(directory);
      await writePrivateFile(path, JSON.stringify(file));
      return path;
    },
    async read(path) {
      const text = await readIfExists(path);
      return text === undefined ? undefined : (JSON.parse(text) as ComposeFile);
    },
    keepOnly: (path) => removeTree(directory, [revisionDirectory(home, composeName), ...(path === undefined ? [] : [path])]),
  };
}

/** Ends in a slash: no instance's folder is the beginning of another's. */
export function planDirectory(home: string, composeName: string): string {
  return join(home, 'instances', composeName, '/');
}
