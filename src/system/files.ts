import { link, mkdir, open, readFile, readdir, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { explained } from './file-errors.ts';

/** Makes the folder, and what is missing above it, for this user only. One that exists keeps its mode: it may be somebody's choice. Throws UserError (exit 2). */
export async function ensurePrivateDirectory(directory: string): Promise<void> {
  await explained(directory, () => mkdir(directory, { recursive: true, mode: 0o700 }));
}

/** Replaces the file at once or not at all; only this user may read it. Throws UserError (exit 2). */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await explained(file, () => writeFileAtomic(file, text, { mode: 0o600 }));
}

/** Copies of what is kept elsewhere, each replaced at once or not at all, and not synced: a power cut may lose them. Only this user may read them. Throws UserError (exit 2). */
export async function writePrivateCopies(files: { path: string; text: string }[]): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await Promise.all(files.map(({ path, text }) => explained(path, () => writeFileAtomic(path, text, { mode: 0o600, fsync: false }))));
}

/** Replaces the file at once or not at all, through links; its mode and owner stay, and a new one is for this user only. */
export async function rewriteFile(file: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const target = await realpath(file).catch(() => linkedFrom(file));
  const { mode } = await stat(target).catch(() => ({ mode: 0o600 }));
  await writeFileAtomic(target, text, { mode: mode & 0o7777 });
}

/** Where a link leads that leads nowhere yet; the path itself where it is none. */
async function linkedFrom(file: string): Promise<string> {
  return readlink(file).then(
    (target) => resolve(dirname(file), target),
    () => file,
  );
}

/** Makes the file, whole and for this user only. One that is there already, or that another process makes meanwhile, stays as it is. `draft` is a name beside it that nobody else uses. */
export async function createPrivateFile(file: string, text: string, draft: string): Promise<void> {
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    // A rename would replace what somebody else has just made.
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Overwrites a part of a file, which is made for this user only where it is missing. Processes that write different parts never meet. Throws UserError (exit 2). */
export function writeInto(file: string, position: number, text: string): Promise<void> {
  return explained(file, () => overwrite(file, position, text));
}

async function overwrite(file: string, position: number, text: string): Promise<void> {
  // Opening for appending makes it without emptying one that another process has just made.
  await (await open(file, 'a', 0o600)).close();
  const handle = await open(file, 'r+');
  try {
    await handle.write(text, position);
  } finally {
    await handle.close();
  }
}

/** A part of a file, shorter where it ends before; empty where there is none. Throws UserError (exit 2). */
export function readFrom(file: string, position: number, length: number): Promise<string> {
  return explained(file, async () => {
    const handle = await open(file, 'r').catch(onlyMissing);
    if (!handle) return '';
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(length), position });
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  });
}

function onlyMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

/** Undefined where there is no such file. */
export async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** As `readIfExists`, and undefined too where it may not be read: another user's settings, as after sudo. */
export async function readIfAllowed(file: string): Promise<string | undefined> {
  try {
    return await readIfExists(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Removes a folder with all that is in it, or all but what is named of the things right inside it. Throws UserError (exit 2). */
export async function removeTree(directory: string, except: readonly string[] = []): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  const paths = names.map((name) => join(directory, name));
  const going = paths.some((path) => except.includes(path)) ? paths.filter((path) => !except.includes(path)) : [directory];
  await Promise.all(going.map((path) => explained(path, () => rm(path, { recursive: true, force: true }))));
}
