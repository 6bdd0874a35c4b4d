import { join, resolve } from 'node:path';
import type { ConfigOptions } from '../../contract/configuration.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { rewriteFile } from '../../system/files.ts';
import { pathKind, readText, realPath } from '../../system/read.ts';
import { findProject } from '../resolve/find-project.ts';
import { parseDotenv } from '../resolve/dotenv.ts';
import { type ConfigTools, requestOf } from './known.ts';

/** The file that a variable belongs in: of several the last one that has it, else the last one, which wins. Need not be there yet. */
export async function envFileFor(names: readonly string[], options: ConfigOptions, tools: ConfigTools): Promise<string> {
  const { COMPOSE_ENV_FILES: listed = '', ...environment } = tools.environment;
  const { envFiles = listed.split(',').flatMap((part) => part.trim() || []), ...rest } = options;
  if (envFiles.length === 0) {
    const { directory } = await findProject(requestOf(rest, { ...tools, environment }));
    return join(directory, '.env');
  }
  const files = envFiles.map((file) => resolve(tools.currentDirectory, file));
  const having = await Promise.all(files.map(async (file) => ({ file, has: await hasAny(file, names) })));
  return (having.findLast(({ has }) => has) ?? having.at(-1))?.file ?? '';
}

async function hasAny(file: string, names: readonly string[]): Promise<boolean> {
  const content = await readText(file);
  return typeof content !== 'string' && parseDotenv(content.text).entries.some(({ name }) => names.includes(name));
}

const patienceMs = 30_000;

/** Changes a file under a lock, so that of many writers at once none undoes another's work. `change` answers the new text. */
export async function rewriteLocked(file: string, tools: ConfigTools, change: (text: string) => string): Promise<{ created: boolean }> {
  await using _lock = await patiently(`env-file:${await realPath(file)}`, tools);
  for (;;) {
    const before = await contentOf(file);
    const after = change(before ?? '');
    if (after === (before ?? '')) return { created: false };
    // An editor knows nothing of the lock.
    if ((await contentOf(file)) !== before) continue;
    try {
      await rewriteFile(file, after);
    } catch (error) {
      throw cannot('written', file, error);
    }
    return { created: before === undefined };
  }
}

async function patiently(key: string, { locks, clock, ids }: ConfigTools) {
  const deadline = clock.monotonic() + patienceMs;
  for (;;) {
    try {
      return await locks.acquire(key, 'config set');
    } catch (error) {
      if (!(error instanceof UserError) || error.exit !== exitCode.busy || clock.monotonic() > deadline) throw error;
    }
    await clock.sleep(2 + ids.below(15));
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  const content = await readText(file);
  if (content === 'missing') return undefined;
  if (typeof content === 'string' || (await pathKind(file)) !== 'file') throw cannot('read', file);
  if (content.text.includes('\uFFFD')) throw cannot('read', file, new Error('it is not UTF-8'));
  return content.text;
}

function cannot(what: 'read' | 'written', file: string, cause?: unknown): UserError {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new UserError({
    code: 'env-file-unusable',
    exit: exitCode.usage,
    message: `${file} cannot be ${what}${why}`,
    hint:
      what === 'written'
        ? 'it is replaced as a whole, so its folder has to be writable too'
        : 'look at its owner, mode and encoding: ls -l',
    cause,
  });
}
