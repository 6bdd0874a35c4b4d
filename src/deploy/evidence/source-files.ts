import { join, posix, relative, resolve } from 'node:path';
import type { SourceFile } from '../../diagnose/evidence.ts';
import { absolute, copiesOf } from '../../diagnose/reading/dockerfile-copies.ts';
import { lookAtFile } from '../../system/look-at-file.ts';
import type { ComposeService } from '../model/compose-file.ts';

const mostFiles = 24;
const mostPaths = 200;
const mostBytes = 6000;

export interface Whereabouts {
  definition: ComposeService;
  /** The project's folder. */
  directory: string;
  workdir: string;
  dockerfile: string | undefined;
}

/** The project's files behind the paths that a container's command, its words and the engine's name. Touches nothing. */
export async function sourceFiles(words: readonly string[], where: Whereabouts): Promise<SourceFile[]> {
  const found = await lookedAt(
    words.flatMap((text) => pathsIn(text, where.workdir)),
    [],
    where,
  );
  // A script calls others, a program reads its settings: both by where they lie themselves.
  const named = found.flatMap(({ inside, text = '' }) => quotedPathsIn(text, posix.dirname(inside)));
  return [...found, ...(await lookedAt(named, found, where))];
}

async function lookedAt(paths: string[], before: SourceFile[], where: Whereabouts): Promise<SourceFile[]> {
  const fresh = new Set(paths.filter((path) => !before.some(({ inside }) => inside === path)));
  const found: SourceFile[] = [];
  for (const inside of [...fresh].slice(0, mostPaths)) {
    if (before.length + found.length >= mostFiles) break;
    const file = await behind(inside, where);
    if (file) found.push(file);
  }
  return found;
}

/** `./migrate.sh`, `'./config/development.json'`: only what can be nothing but a file. */
function quotedPathsIn(text: string, folder: string): string[] {
  const words =
    text.match(/(?<=^|[\s'"`(])\.{1,2}\/[\w@.+-]+(?:\/[\w@.+-]+)*|(?<=['"`])[\w./-]+\.(?:json|ya?ml|toml|conf|ini|sh)(?=['"`])/gm) ?? [];
  return words.map((word) => absolute(word, folder));
}

/** Absolute paths as they stand there, and words that look like a file below the working folder. */
function pathsIn(text: string, workdir: string): string[] {
  const words = text.match(/(?<![\w:/.])\.{0,2}\/?[\w@.+-]+(?:\/[\w@.+-]+)*/g) ?? [];
  return words.filter((word) => /[/.]/.test(word) && /[a-z]/i.test(word)).map((word) => absolute(word.replace(/[.:]+$/, ''), workdir));
}

async function behind(inside: string, { definition, directory, dockerfile }: Whereabouts): Promise<SourceFile | undefined> {
  for (const { type, source, target } of definition.volumes ?? []) {
    const below = type === 'bind' && source ? pathBelow(inside, target) : undefined;
    if (below === undefined || !source) continue;
    const sight = await lookAtFile(join(source, below), mostBytes);
    return { inside, file: relative(directory, join(source, below)), by: 'mount', ...sight };
  }
  const context = definition.build?.context;
  if (!dockerfile || !context || /^\w+:/.test(context)) return undefined;
  for (const { sources, destination, intoFolder } of copiesOf(dockerfile).toReversed()) {
    for (const source of sources) {
      const host = resolve(context, source.replace(/^\/+/, ''));
      const candidates = inside === destination && !intoFolder ? [host] : [];
      const below = pathBelow(inside, destination);
      if (below) candidates.push(join(host, below), ...(below === source.split('/').at(-1) ? [host] : []));
      for (const path of candidates) {
        const sight = await lookAtFile(path, mostBytes);
        if (sight.kind !== 'missing') return { inside, file: relative(directory, path), by: 'copy', ...sight };
      }
    }
  }
  return undefined;
}

/** The rest of a path below a folder; empty for the folder itself. */
function pathBelow(path: string, folder: string): string | undefined {
  const above = folder.replace(/\/+$/, '');
  if (path === above) return '';
  return path.startsWith(`${above}/`) ? path.slice(above.length + 1) : undefined;
}
