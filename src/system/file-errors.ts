import { UserError, exitCode } from '../contract/user-error.ts';

/** Does what writes a file or folder, and explains what a user can mend: UserError (exit 2). Everything else stays what it was. */
export async function explained<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw explainFile(error, path);
  }
}

/** A UserError where it is a full disk, or a place that may not be written; else the error itself. `path` names it where the system does not. */
export function explainFile(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError || !('code' in error) || typeof error.code !== 'string') return error;
  const { code } = error;
  const known = problems.find(({ codes }) => codes.includes(code));
  if (!known) return error;
  const place = 'path' in error && typeof error.path === 'string' && !error.path.startsWith(`${path}.`) ? error.path : path;
  return new UserError({ code: known.code, exit: exitCode.usage, message: `${place} ${known.message}`, hint: known.hint, cause: error });
}

const problems = [
  {
    codes: ['ENOSPC', 'EDQUOT'],
    code: 'disk-full',
    message: 'cannot be written: the disk is full',
    hint: 'Free some space there, or raise your quota.',
  },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    code: 'not-writable',
    message: 'cannot be written: it is not yours to write',
    hint: 'Make it and its folder writable for your user, or set PORTSIDE_HOME to a folder that is.',
  },
  {
    codes: ['ENOTDIR', 'EISDIR'],
    code: 'not-writable',
    message: 'cannot be written: a file stands where a folder should, or a folder where a file should',
    hint: 'Move what is there out of the way.',
  },
];
