import { constants, createReadStream } from 'node:fs';
import { copyFile, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError, exitCode } from '../contract/user-error.ts';
import { explained } from './file-errors.ts';
import { LineCutter } from './lines.ts';

/** The lines of a text file, one after the other: it need not fit into memory. Throws UserError (exit 2) where it cannot be read. */
export async function* readLines(file: string): AsyncGenerator<string> {
  let lines: string[] = [];
  const cutter = new LineCutter((line) => lines.push(line));
  try {
    for await (const text of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      cutter.push(text);
      yield* lines;
      lines = [];
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw problem('file-unreadable', `${file} cannot be read: ${error.message}`, 'name a file that you may read', error);
  }
  cutter.flush();
  yield* lines;
}

/**
 * Writes a new file, whole or not at all, for this user only; resolves to the number of lines. `draft` is a name beside it that nobody else uses. Throws UserError (exit 2)
 * where it cannot be written, or is there already.
 */
export async function writeLines(file: string, draft: string, lines: AsyncIterable<string>): Promise<number> {
  const handle = await explained(file, () => open(draft, 'wx', 0o600)).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw problem('folder-missing', `${file} cannot be written: there is no folder ${dirname(file)}`, 'make it first', error);
  });
  let count = 0;
  try {
    for await (const line of lines) {
      await explained(file, () => handle.write(line));
      count++;
    }
    await explained(file, () => handle.sync());
    await explained(file, () => put(draft, file));
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return count;
}

/** Never in the place of what somebody else has made meanwhile, as a rename would. */
async function put(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file).catch(async (error: unknown) => {
      // A file system without links, as on a memory stick.
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
      await copyFile(draft, file, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw problem('file-exists', `${file} is there already`, 'name a new file', error);
  }
}

function problem(code: string, message: string, hint: string, cause: unknown): UserError {
  return new UserError({ code, exit: exitCode.usage, message, hint, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
