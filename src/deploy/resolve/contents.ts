import { readText } from '../../system/read.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { Contents } from '../model/stack.ts';

/** What stands in the files and variables that a model's secrets and configs come from. */
export async function readContents(model: ComposeFile, values: Record<string, string>): Promise<Contents> {
  const [secrets, configs] = await Promise.all([readAll(model['secrets'], values), readAll(model['configs'], values)]);
  return { secrets, configs };
}

async function readAll(declared: unknown, values: Record<string, string>): Promise<Record<string, string>> {
  const read = Object.entries(Object(declared) as Record<string, unknown>).map(async ([name, source]) => {
    const text = await contentOf(Object(source) as Record<string, unknown>, values);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

/** Undefined where it stands in the model itself, or cannot be read. */
async function contentOf({ file, environment }: Record<string, unknown>, values: Record<string, string>): Promise<string | undefined> {
  if (typeof environment === 'string') return values[environment];
  const read = typeof file === 'string' ? await readText(file) : 'missing';
  return typeof read === 'string' ? undefined : read.text;
}
