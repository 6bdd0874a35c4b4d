import { dirname, resolve } from 'node:path';

import type { ExecutionRecord } from '../../contract/record.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { writePrivateFile } from '../../system/files.ts';
import { pathKind } from '../../system/read.ts';

/** Writes the record where the user asked for it. Throws UserError. */
export async function copyRecord(record: ExecutionRecord, file: string): Promise<void> {
  try {
    await writePrivateFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
  } catch (error) {
    const why = error instanceof UserError && error.cause ? error.cause : error;
    const reason = why instanceof Error ? why.message : String(why);
    throw new UserError({
      code: 'record-unwritable',
      exit: exitCode.usage,
      message: `the record cannot be written to ${file}: ${reason}`,
      hint: `the execution itself is recorded: ${record.execution_uuid}`,
      cause: error,
    });
  }
}

/** Looked at before anything starts. Throws UserError (exit 2) where the folder of the record's copy is not there. */
export async function recordFolderIsThere(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const folder = dirname(resolve(file));
  if ((await pathKind(folder)) === 'directory') return;
  throw new UserError({
    code: 'record-folder-missing',
    exit: exitCode.usage,
    message: `--record ${file}: there is no folder ${folder}`,
    hint: 'make the folder first, or name another file',
  });
}
