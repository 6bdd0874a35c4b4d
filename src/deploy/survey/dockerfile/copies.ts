import { join, posix, relative } from 'node:path';
import { type Ignored, patternThatIgnores } from '../../../system/docker-ignore.ts';
import { pathKind } from '../../../system/read.ts';
import type { Copy, CopySource, Instruction } from '../../model/dockerfile.ts';

/** What each COPY and ADD takes from the context, and whether it is there. `startsAt` is the working folder of each stage's first line. */
export async function readCopies(
  instructions: Instruction[],
  { context, ignored, startsAt }: { context: string; ignored: Ignored; startsAt: (stage: number) => string | undefined },
): Promise<Copy[]> {
  const folders = new Map<number, string | undefined>();
  const copies = instructions.map(async (instruction): Promise<Copy[]> => {
    const { keyword, stage, flags, json, words } = instruction;
    if (stage === undefined) return [];
    if (!folders.has(stage)) folders.set(stage, startsAt(stage));
    const folder = folders.get(stage);
    if (keyword === 'WORKDIR') folders.set(stage, resolveInside(folder, words[0]));
    if ((keyword !== 'COPY' && keyword !== 'ADD') || flags['from'] !== undefined || 'parents' in flags || instruction.heredoc) return [];
    const given = json ?? words;
    const written = given.slice(0, -1).filter((source) => source === undefined || !isElsewhere(source, keyword));
    const sources = await Promise.all(written.map((source) => lookAtSource(source, context, ignored)));
    const chmod = flags['chmod'];
    return [
      {
        ...{ keyword, stage, sources, line: instruction.line, destination: resolveInside(folder, given.at(-1)) },
        ...(chmod === undefined ? {} : { chmod }),
      },
    ];
  });
  return (await Promise.all(copies)).flat();
}

/** Keeps a `/` at the end. */
export function resolveInside(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path.startsWith('/')) return posix.normalize(path);
  return folder === undefined ? undefined : posix.join(folder, path.endsWith('.') ? `${path}/` : path);
}

function isElsewhere(source: string, keyword: string): boolean {
  return keyword === 'ADD' && /^(?:https?|git|ssh):|^git@/.test(source);
}

async function lookAtSource(written: string | undefined, context: string, ignored: Ignored): Promise<CopySource> {
  if (written === undefined) return { written: '', path: '', kind: 'unknown' };
  // What leads out of the context is taken from its top, as the builder does.
  const path = relative('/', posix.join('/', written)) || '.';
  if (/[*?[]/.test(path)) return { written, path, kind: 'pattern' };
  const kind = await pathKind(join(context, path));
  if (kind === 'unreadable') return { written, path, kind: 'unknown' };
  if (kind === 'missing') return { written, path, kind };
  const folderMayBeLetIn = kind === 'directory' && !ignored.withAllBelow;
  const isLeftOut = path !== '.' && !folderMayBeLetIn && !/(?:^|\/)(?:Dockerfile|\.dockerignore)$/.test(path) && ignored.ignores(path);
  if (!isLeftOut || ignored.file === undefined) return { written, path, kind };
  return { written, path, kind, ignored: { file: ignored.file, ...patternThatIgnores(path, ignored) } };
}
