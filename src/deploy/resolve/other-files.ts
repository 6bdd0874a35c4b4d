import { dirname, join, resolve } from 'node:path';
import { readEnvFiles } from './env-files.ts';
import type { SourceDocument, Values } from './source-document.ts';

/** Files that are interpolated with the same values. */
export interface FileGroup {
  files: string[];
  values: Values;
}

/** What a document includes, with the values that each of them brings, and what its services extend. */
export async function otherFiles({ file, data, values }: SourceDocument): Promise<FileGroup[]> {
  const included = entry(data, 'include');
  const groups = (Array.isArray(included) ? included : []).map((item: unknown) => includedFiles(item, dirname(file), values));
  const extended = Object.values(Object(entry(data, 'services'))).map((service) => entry(entry(service, 'extends'), 'file'));
  return [...(await Promise.all(groups)), { files: pathsIn(extended, dirname(file)), values }];
}

/**
 * Compose reads the included file's own `env_file`, by default the `.env` in its folder, and lets the including one's values win:
 * https://github.com/compose-spec/compose-spec/blob/main/14-include.md
 */
async function includedFiles(item: unknown, folder: string, { shell, envFiles: above }: Values): Promise<FileGroup> {
  const files = pathsIn(typeof item === 'string' ? item : entry(item, 'path'), folder);
  const [directory = dirname(files[0] ?? folder)] = pathsIn(entry(item, 'project_directory'), folder);
  const named = pathsIn(entry(item, 'env_file'), folder);
  const includedFrom = named.length > 0 ? named : [join(directory, '.env')];
  const own = await readEnvFiles(includedFrom, { ...above, ...shell });
  return { files, values: { shell, envFiles: { ...own, ...above }, includedFrom } };
}

/** A path with a variable in it is left to Compose. */
function pathsIn(written: unknown, folder: string): string[] {
  return [written].flat().flatMap((path) => (typeof path === 'string' && !path.includes('$') ? [resolve(folder, path)] : []));
}

function entry(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
