import { join } from 'node:path';
import { readIfExists, writePrivateFile } from '../../system/files.ts';
import type { BaseStack, BaseStore } from './guarding.ts';

/** A file of the run's folder, for this user only: the stack has real values. */
export function baseStore(folder: string): BaseStore {
  const file = join(folder, 'base-stack.json');
  return {
    async read() {
      const text = await readIfExists(file);
      return text === undefined ? undefined : (JSON.parse(text) as BaseStack);
    },
    keep: (base) => writePrivateFile(file, JSON.stringify(base)),
  };
}
