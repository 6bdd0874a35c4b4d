import { basename, dirname, join } from 'node:path';
import { copyFile, isReadableFile, lookAtEntry } from '../../system/copy.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../../system/files.ts';
import { listFiles } from '../../system/list-files.ts';
import { readText } from '../../system/read.ts';
import { git } from './git.ts';
import type { Repository } from './repository.ts';

/** A file that git ignores and a stack may need, such as `.env`; the path is below the repository's root. */
export interface IgnoredInput {
  path: string;
  mode: number;
}

/** What is larger is data, not a setting; and of a folder, what holds more is something that was built or installed. */
const mostBytes = 1 << 20;
const mostFiles = 50;
const installed = /(^|\/)(node_modules|\.venv|venv|__pycache__|\.git|dist|build|target|coverage|\.next|\.cache|vendor|\.portside)\/$/;

/** Small files that git ignores, as they are in the project's work tree. */
export async function ignoredInputs(repository: Repository): Promise<IgnoredInput[]> {
  const { root } = repository;
  const asked = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const entries = (await git(repository, asked, { cwd: root })).split('\0').filter((entry) => entry && !installed.test(entry));
  const paths = await Promise.all(entries.map((entry) => (entry.endsWith('/') ? within(entry, root) : [entry])));
  const seen = await Promise.all(paths.flat().map(async (path) => ({ path, entry: await lookAtEntry(join(root, path)) })));
  return seen.flatMap(({ path, entry }) => (entry?.kind === 'file' && entry.bytes <= mostBytes ? [{ path, mode: entry.mode }] : []));
}

async function within(folder: string, root: string): Promise<string[]> {
  const skip = (path: string, isFolder: boolean) => isFolder && installed.test(`${path}/`);
  const files = await listFiles(join(root, folder), { most: mostFiles + 1, skip });
  return files.length > mostFiles ? [] : files.map((file) => file.slice(root.length + 1));
}

/** Puts them where a stack is judged, read-only; what the tree has itself stays. One that is gone by now, such as a log, or another user's, is left out. */
export async function copyInputs(inputs: readonly IgnoredInput[], root: string, folder: string): Promise<void> {
  for (const { path, mode } of inputs)
    if (!(await lookAtEntry(join(folder, path))) && (await isReadableFile(join(root, path))))
      await copyFile(join(root, path), join(folder, path), mode & 0o555);
}

/** Those with variables, as absolute paths. */
export function envFilesAmong(inputs: readonly IgnoredInput[], root: string): string[] {
  return inputs.filter(isEnvFile).map(({ path }) => join(root, path));
}

function isEnvFile({ path }: IgnoredInput): boolean {
  return /^\.env(\.|$)|\.env$/.test(basename(path));
}

/** Puts those with variables where an agent works, with no secret in them: it may need to know what there is. */
export async function showInputs(
  inputs: readonly IgnoredInput[],
  root: string,
  folder: string,
  withoutSecrets: (text: string) => string,
): Promise<void> {
  for (const { path } of inputs.filter(isEnvFile)) {
    const read = await readText(join(root, path));
    if (typeof read === 'string' || (await lookAtEntry(join(folder, path)))) continue;
    await ensurePrivateDirectory(dirname(join(folder, path)));
    await writePrivateCopies([{ path: join(folder, path), text: withoutSecrets(read.text) }]);
  }
}
