import { dirname, resolve } from 'node:path';
import { lookAt } from '../../system/look-at.ts';
import type { Draft } from '../model/draft.ts';
import { boundFolders } from '../model/mounts.ts';
import { envFilesOf } from '../model/env-files.ts';
import type { Stack } from '../model/stack.ts';
import type { Surroundings } from '../model/surroundings.ts';

const largestText = 64 * 1024;

/** What lies at each host path that the stack names, and at its env files. Texts of secrets are not read. */
export async function surveyPaths(
  { compose, project }: Stack,
  { sources, missingBuildFiles = {} }: Pick<Draft, 'sources'> & Partial<Pick<Draft, 'missingBuildFiles'>>,
): Promise<Surroundings['paths']> {
  const services = Object.keys(compose.services);
  const mounts = Object.values(compose.services).flatMap(({ volumes }) =>
    (volumes ?? []).flatMap(({ type, source }) => (type === 'bind' && source !== undefined ? [source] : [])),
  );
  const envFiles = services.flatMap((service) => envFilesOf(service, sources, project.directory).map(({ path }) => path));
  const readable = [...mounts, ...boundFolders(compose), ...envFiles, ...project.envFiles, ...filesOf(compose['configs'])];
  const seen = { ...(await lookAtAll(readable, largestText)), ...(await lookAtAll(filesOf(compose['secrets']), 0)) };
  // Beside a missing file there may be an example of it.
  const missing = Object.entries(seen).flatMap(([path, { kind }]) => (kind === 'missing' ? [dirname(path)] : []));
  const besides = [...missing, ...Object.values(missingBuildFiles).map((path) => dirname(path))];
  return { ...(await lookAtAll(besides, 0)), ...seen };
}

async function lookAtAll(paths: string[], largest: number): Promise<Surroundings['paths']> {
  const unique = [...new Set(paths.map((path) => resolve(path)))];
  return Object.fromEntries(await Promise.all(unique.map(async (path) => [path, await lookAt(path, largest)] as const)));
}

function filesOf(section: unknown): string[] {
  const definitions = typeof section === 'object' && section !== null ? Object.values(section) : [];
  return definitions.flatMap((definition: unknown) =>
    typeof definition === 'object' && definition !== null && 'file' in definition && typeof definition.file === 'string'
      ? [definition.file]
      : [],
  );
}
