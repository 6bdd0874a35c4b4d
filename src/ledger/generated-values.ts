import { join } from 'node:path';

import { UserError, exitCode } from '../contract/user-error.ts';
import { createPrivateFile, ensurePrivateDirectory, readIfExists, removeTree } from '../system/files.ts';
import type { Ids } from '../system/ids.ts';
import { listDirectory } from '../system/read.ts';

/** Values of `x-portside.env.generate`: made once an instance and never changed, in files that only this user may read. An instance is named by its Compose name. */
export interface GeneratedValues {
  /** Name → value of all that were ever made for the instance. */
  of(composeName: string): Promise<Record<string, string>>;
  /** The values of these variables; those that have none yet get one. Throws UserError where they cannot be kept. */
  make(composeName: string, names: readonly string[]): Promise<Record<string, string>>;
  remove(composeName: string): Promise<void>;
}

/** One file a variable, so that each is made whole and once, whoever else is making it. */
export function generatedValues(home: string, ids: Ids): GeneratedValues {
  const folderOf = (composeName: string) => join(home, 'generated', composeName);
  return {
    async of(composeName) {
      const found = await listDirectory(folderOf(composeName));
      // A killed process may have left a draft, whose name has a dot.
      const names = typeof found === 'string' ? [] : found.filter((name) => /^\w+$/.test(name));
      return valuesIn(folderOf(composeName), names);
    },
    async make(composeName, names) {
      const folder = folderOf(composeName);
      try {
        if (names.length > 0) await ensurePrivateDirectory(folder);
        const known = await valuesIn(folder, names);
        const lacking = names.filter((name) => !(name in known));
        await Promise.all(
          lacking.map((name) => createPrivateFile(join(folder, name), ids.secret(), join(folder, `${name}.${ids.uuid()}`))),
        );
        return await valuesIn(folder, names);
      } catch (error) {
        throw cannotBeKept(folder, error);
      }
    },
    remove: (composeName) => removeTree(folderOf(composeName)),
  };
}

async function valuesIn(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const read = names.map(async (name) => {
    const value = await readIfExists(join(folder, name));
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

function cannotBeKept(folder: string, cause: unknown): UserError {
  return new UserError({
    code: 'generated-values-unwritable',
    exit: exitCode.usage,
    message: `the values that x-portside.env.generate asks for cannot be kept in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'make that folder writable for your user, or set PORTSIDE_HOME to a folder that is',
    cause,
  });
}
