import ignore from '@balena/dockerignore';
import { join } from 'node:path';

import { readIfAllowed } from './files.ts';

/** What `.dockerignore` leaves out of a context. */
export interface Ignored {
  /** A path below the context, with `/`. */
  ignores(path: string): boolean;
  /** Whether all below a folder that is left out is left out too: not where a line takes something back in with `!`. */
  withAllBelow: boolean;
  /** The file that says so; absent where there is none. */
  file?: string;
  /** Its patterns, with their lines counted from 1. */
  patterns: { line: number; pattern: string }[];
}

/** The Dockerfile's own ignore file counts before the context's, as in BuildKit. */
export async function readIgnored(context: string, dockerfile: string | undefined): Promise<Ignored> {
  const ownFile = dockerfile === undefined ? undefined : `${dockerfile}.dockerignore`;
  const own = ownFile === undefined ? undefined : await readIfAllowed(ownFile);
  const file = own === undefined ? join(context, '.dockerignore') : ownFile;
  const text = own ?? (await readIfAllowed(join(context, '.dockerignore')));
  const lines = (text ?? '').split(/\r?\n/);
  const rules = ignore.default().add(lines);
  const patterns = lines.map((line, index) => ({ line: index + 1, pattern: line.trim() }));
  return {
    ignores: (path) => rules.ignores(path),
    withAllBelow: !/^\s*!/m.test(text ?? ''),
    ...(file !== undefined && text !== undefined ? { file } : {}),
    patterns: patterns.filter(({ pattern }) => pattern !== '' && !pattern.startsWith('#')),
  };
}

/** The pattern that leaves a path out: the only one that does so by itself, and is not taken back. */
export function patternThatIgnores(path: string, { patterns }: Ignored): { line: number; pattern: string } | undefined {
  const alone = patterns.filter(({ pattern }) => !pattern.startsWith('!') && ignore.default().add([pattern]).ignores(path));
  return alone.length === 1 ? alone[0] : undefined;
}
