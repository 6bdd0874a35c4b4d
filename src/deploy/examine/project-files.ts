import { dirname, resolve } from 'node:path';
import type { ComposeText } from '../../repair/project-texts.ts';
import { realPath } from '../../system/read.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import type { Sources } from '../resolve/sources.ts';

/** Every Compose file of a project, and how it comes to be one. */
export function composeTexts({ documents }: Sources, { files }: FoundProject): ComposeText[] {
  const included = new Set(documents.flatMap(({ data, file }) => includedBy(data, dirname(file))));
  const seen = new Map<string, ComposeText>();
  for (const { file, values } of documents) {
    const role = files.includes(file) ? 'main' : included.has(file) ? 'included' : 'extended';
    seen.set(file, { file, role, ...values });
  }
  return [...seen.values()];
}

function includedBy(data: unknown, folder: string): string[] {
  const included: unknown = Object(data)['include'];
  const paths = [included].flat().flatMap((item: unknown) => [typeof item === 'string' ? item : (Object(item)['path'] as unknown)].flat());
  return paths.flatMap((path) => (typeof path === 'string' ? [resolve(folder, path)] : []));
}

/** The same project with files that lie where its folder does: a link to it must not make them look like somebody else's. */
export async function inItsFolder(found: FoundProject): Promise<FoundProject> {
  const real = async (file: string) => resolve(await realPath(dirname(file)), file.slice(dirname(file).length).replace(/^\/+/, ''));
  const [files, envFiles] = await Promise.all([Promise.all(found.files.map(real)), Promise.all(found.envFiles.map(real))]);
  return { ...found, files, envFiles };
}
