import { dirname, join, resolve } from 'node:path';
import type { GraduateOptions } from '../contract/graduate.ts';
import type { Settings } from '../contract/settings.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { Project } from '../deploy/model/stack.ts';
import { isWritable } from '../system/exists.ts';
import { readIfExists, rewriteFile } from '../system/files.ts';
import { pathKind } from '../system/read.ts';
import { isOwn } from './text.ts';

export const usualName = 'compose.standing.yaml';

/** Where the standing file goes. Throws UserError where there is no such folder, or the file is somebody else's. */
export async function placeFor(
  { files, directory }: Pick<Project, 'files' | 'directory'>,
  { graduate }: Settings,
  { output, overwrite }: GraduateOptions,
  currentDirectory: string,
): Promise<string> {
  const beside = dirname(files[0] ?? join(directory, usualName));
  const file = output === undefined ? resolve(beside, graduate?.file ?? usualName) : resolve(currentDirectory, output);
  if ((await pathKind(dirname(file))) !== 'directory')
    throw refusal(
      'output-folder-missing',
      exitCode.usage,
      `there is no folder ${dirname(file)}`,
      'make it first, or name another file: --output FILE',
    );
  const kind = await pathKind(file);
  if (kind === 'directory') throw refusal('output-is-a-folder', exitCode.usage, `${file} is a folder`, 'name a file in it: --output FILE');
  // It is written after the graduation is recorded: whatever can be known before is asked before.
  if (kind === 'unreadable' || !(await isWritable(dirname(file))) || (kind === 'file' && !(await isWritable(file))))
    throw refusal(
      'output-unwritable',
      exitCode.usage,
      `${file} cannot be written: it is not yours to write`,
      'name another file: --output FILE',
    );
  if (files.includes(file))
    throw refusal(
      'output-is-the-project',
      exitCode.stopped,
      `${file} is the project's own Compose file, and stays as it is`,
      'name another file: --output FILE',
    );
  if (!overwrite && !(await mayBeOverwritten(file)))
    throw refusal(
      'output-exists',
      exitCode.stopped,
      `${file} is there already, and not as portside graduate wrote it`,
      '--yes overwrites it; --output FILE writes another one',
    );
  return file;
}

async function mayBeOverwritten(file: string): Promise<boolean> {
  const text = await readIfExists(file);
  return text === undefined || isOwn(text);
}

/** Whether the file had to be written. Throws UserError where it cannot be: what was recorded stays, and the next call writes it. */
export async function writeWhereDifferent(file: string, text: string): Promise<boolean> {
  if ((await readIfExists(file)) === text) return false;
  await rewriteFile(file, text).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = 'the graduation is recorded: portside graduate writes the file as soon as it can be written';
    throw new UserError({ code: 'output-unwritable', exit: exitCode.usage, message: `${file} cannot be written: ${why}`, hint, cause });
  });
  return true;
}

function refusal(code: string, exit: UserError['exit'], message: string, hint: string): UserError {
  return new UserError({ code, exit, message, hint });
}
