import { readText } from '../../system/read.ts';
import { parseDotenv, valuesOf } from './dotenv.ts';

/** The values of env files, the last file winning; a file that is not there has none. As in Compose, the shell's win inside values. */
export async function readEnvFiles(files: string[], shell: Record<string, string>): Promise<Record<string, string>> {
  const contents = await Promise.all(files.map(readText));
  const texts = contents.flatMap((content) => (typeof content === 'string' ? [] : [content.text]));
  return texts.reduce<Record<string, string>>((above, text) => ({ ...above, ...valuesOf(parseDotenv(text), shell, above) }), {});
}
