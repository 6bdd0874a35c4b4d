import ignore from '@balena/dockerignore';
import { join } from 'node:path';

import { readIfAllowed } from '../../system/files.ts';

/** What `.dockerignore` leaves out of a context. */
export interface Ignored {
  /** A path below the context, with `/`. */
  ignores(path: string): boolean;
  /** Whether all below a folder that is left out is left out too: not where a line takes something back in with `!`. */
  withAllBelow: boolean;
}

/** The Dockerfile's own ignore file counts before the context's, as in BuildKit. */
export async function readIgnored(context: string, dockerfile: string | undefined): Promise<Ignored> {
  const own = dockerfile === undefined ? undefined : await readIfAllowed(`${dockerfile}.dockerignore`);
  const text = own ?? (await readIfAllowed(join(context, '.dockerignore'))) ?? '';
  const rules = ignore.default().add(text.split(/\r?\n/));
  return { ignores: (path) => rules.ignores(path), withAllBelow: !/^\s*!/m.test(text) };
}
