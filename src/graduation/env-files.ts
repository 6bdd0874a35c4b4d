import { dirname, resolve } from 'node:path';
import type { WrittenFile } from '../deploy/model/draft.ts';
import { interpolate } from '../deploy/model/interpolation.ts';
import { type Giving, settled } from './expressions.ts';
import { hasVariables } from './restore.ts';

/** A service's `env_file`: Compose prints what is in it, and the standing file must not. */
export interface EnvFile {
  /** Absolute. */
  path: string;
  /** As the standing file writes it; absent where the path alone says it. */
  text?: string;
  required: boolean;
  format?: string;
}

interface Question {
  files: readonly WrittenFile[];
  /** The project's own files, whose paths begin in its folder. */
  own: readonly string[];
  directory: string;
  environment: Record<string, string>;
  giving: Giving;
}

/** The service itself and what it extends, the nearest first. */
export function ancestry(files: readonly WrittenFile[], service: string): string[] {
  const chain = [service];
  for (const name of chain)
    for (const { data } of files) {
      const from: unknown = Object(Object(Object(data).services)[name]).extends;
      const base: unknown = typeof from === 'string' ? from : Object(from).service;
      if (typeof base === 'string' && !chain.includes(base)) chain.push(base);
    }
  return chain;
}

/** What the files name for a service, in Compose's order: what stands later wins. */
export function envFilesOf(service: string, { files, own, directory, environment, giving }: Question): EnvFile[] {
  const found = ancestry(files, service)
    .toReversed()
    .flatMap((name) =>
      files.flatMap(({ file, data }) => {
        const base = own.includes(file) ? directory : dirname(file);
        const written: unknown = Object(Object(Object(data).services)[name]).env_file;
        return written === undefined ? [] : [written].flat().flatMap((one: unknown) => read(one, base, environment, giving));
      }),
    );
  return [...new Map(found.map((file) => [file.path, file])).values()];
}

function read(written: unknown, base: string, environment: Record<string, string>, giving: Giving): EnvFile[] {
  const { path, required, format } = Object(typeof written === 'string' ? { path: written } : written) as Record<string, unknown>;
  if (typeof path !== 'string') return [];
  return [
    {
      path: resolve(base, interpolate(path, environment)),
      ...(hasVariables(path) ? { text: settled(path, giving) } : {}),
      required: required !== false && String(required) !== 'false',
      ...(typeof format === 'string' ? { format } : {}),
    },
  ];
}

/** `env_file` as the standing file writes it. */
export function standingEnvFiles(files: readonly EnvFile[], shown: (path: string) => string): unknown[] {
  return files.map(({ path, text, required, format }) => {
    const written = text ?? shown(path);
    return required && !format ? written : { path: written, ...(required ? {} : { required }), ...(format ? { format } : {}) };
  });
}
