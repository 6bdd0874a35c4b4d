import { dirname, resolve } from 'node:path';
import type { SourceMap } from './draft.ts';

/** An env file of a service, absolute. */
export interface EnvFile {
  path: string;
  required: boolean;
}

/** The env files that a service names, in its order: Compose's model holds their values only. One whose name is made of variables is left out. */
export function envFilesOf(service: string, { written, locate }: Pick<SourceMap, 'written' | 'locate'>, directory: string): EnvFile[] {
  const key = ['services', service, 'env_file'];
  const named = written(key);
  const list: unknown[] = Array.isArray(named) ? named : [named];
  // An included file counts from its own folder.
  const file = locate(key)?.file;
  const base = file ? dirname(resolve(directory, file)) : directory;
  return list.flatMap((entry) => {
    const path: unknown = typeof entry === 'object' && entry !== null && 'path' in entry ? entry.path : entry;
    if (typeof path !== 'string' || path.includes('$')) return [];
    const required = !(typeof entry === 'object' && entry !== null && 'required' in entry && entry.required === false);
    return [{ path: resolve(base, path), required }];
  });
}
