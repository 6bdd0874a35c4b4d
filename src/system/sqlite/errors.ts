import { UserError, exitCode } from '../../contract/user-error.ts';

/** Another process is writing, or recovering the file: try again. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error).startsWith('SQLITE_LOCKED');
}

/** What a user can mend becomes a UserError; everything else stays what it was. */
export function explain(error: unknown, file: string): unknown {
  const code = codeOf(error);
  const known = problems.find(({ codes }) => codes.test(code));
  if (!known) return error;
  return new UserError({ code: known.code, exit: exitCode.usage, message: `${file} ${known.message}`, hint: known.hint, cause: error });
}

const problems = [
  {
    codes: /^SQLITE_(CORRUPT|NOTADB)/,
    code: 'database-corrupt',
    message: 'is damaged, or is no database of Portside',
    hint: 'Move that file (with its -wal and -shm files, and ledger.head) away; Portside makes a new one. Records also lie as JSON in the folder records/ beside it.',
  },
  {
    codes: /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|ENOTDIR|EISDIR)/,
    code: 'database-unwritable',
    message: 'cannot be opened for writing',
    hint: 'Make its folder and the file writable for your user, or set PORTSIDE_HOME to a folder that is.',
  },
  {
    codes: /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    code: 'disk-full',
    message: 'cannot grow: the disk is full',
    hint: 'Free some space, or set PORTSIDE_HOME to a folder on another disk.',
  },
  {
    codes: /^SQLITE_IOERR/,
    code: 'database-unreadable',
    message: 'cannot be read or written: the disk answers with an error',
    hint: 'Look at the disk, or set PORTSIDE_HOME to a folder on a local one.',
  },
];

export function madeByNewerPortside(file: string): UserError {
  return new UserError({
    code: 'database-newer',
    exit: exitCode.usage,
    message: `${file} was written by a newer Portside`,
    hint: 'Update Portside, or set PORTSIDE_HOME to another folder.',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
