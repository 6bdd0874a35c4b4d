import { resolve } from 'node:path';
import { lookAt } from '../../system/look-at.ts';
import type { Draft } from '../model/draft.ts';
import { envFilesOf } from '../model/env-files.ts';
import type { Stack } from '../model/stack.ts';
import type { Surroundings } from '../model/surroundings.ts';

const largestText = 64 * 1024;

/** What lies at each host path that the stack names, and at its env files. Texts of secrets are not read. */
export async function surveyPaths({ compose, project }: Stack, { sources }: Pick<Draft, 'sources'>): Promise<Surroundings['paths']> {
  const services = Object.keys(compose.services);
  const mounts = Object.values(compose.services).flatMap(({ volumes }) =>
    (volumes ?? []).flatMap(({ type, source }) => (type === 'bind' && source !== undefined ? [source] : [])),
  );
  const envFiles = services.flatMap((service) => envFilesOf(service, sources, project.directory).map(({ path }) => path));
  const readable = [...mounts, ...envFiles, ...project.envFiles, ...filesOf(compose['configs'])].map((path) => resolve(path));
  const hidden = filesOf(compose['secrets']).map((path) => resolve(path));
  const paths = [...new Set([...readable, ...hidden])];
  const seen = await Promise.all(paths.map((path) => lookAt(path, hidden.includes(path) ? 0 : largestText)));
  return Object.fromEntries(paths.map((path, index) => [path, seen[index] ?? { kind: 'missing' as const }]));
}

function filesOf(section: unknown): string[] {
  const definitions = typeof section === 'object' && section !== null ? Object.values(section) : [];
  return definitions.flatMap((definition: unknown) =>
    typeof definition === 'object' && definition !== null && 'file' in definition && typeof definition.file === 'string'
      ? [definition.file]
      : [],
  );
}
