import { dirname, resolve } from 'node:path';
import { readText } from '../../system/read.ts';
import type { Draft } from '../model/draft.ts';
import type { EnvFileText } from '../model/surroundings.ts';

/** The texts of the project's env files, and of those that its services read; what is not there is left out. */
export async function readEnvFileTexts({ project, sources }: Draft): Promise<EnvFileText[]> {
  const ofServices = sources.files.flatMap(({ file, data }) => envFilesOfServices(data, dirname(file)));
  const named: Omit<EnvFileText, 'text'>[] = [...project.envFiles.map((file) => ({ file })), ...ofServices];
  const read = await Promise.all(named.map(async (one) => ({ one, content: await readText(one.file) })));
  return read.flatMap(({ one, content }) => (typeof content === 'string' ? [] : [{ ...one, text: content.text }]));
}

/** A path with a variable in it is left to Compose. */
function envFilesOfServices(data: unknown, folder: string): { file: string; service: string }[] {
  return Object.entries(Object(Object(data)['services'])).flatMap(([service, definition]) =>
    [Object(definition)['env_file'] as unknown].flat().flatMap((entry) => {
      const path: unknown = typeof entry === 'string' ? entry : Object(entry)['path'];
      return typeof path === 'string' && !path.includes('$') ? [{ file: resolve(folder, path), service }] : [];
    }),
  );
}
