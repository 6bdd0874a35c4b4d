import { dirname } from 'node:path';
import { z } from 'zod';
import { writeHeldFile } from '../../../system/held-path.ts';
import { lookAt } from '../../../system/look-at.ts';
import { makeFolder } from '../../../system/rewrite.ts';
import { defineTool } from '../tool.ts';
import { type Workplace, locate } from '../workplace.ts';

/** A whole file, made or replaced. */
export const write = defineTool({
  name: 'write',
  description: 'Writes a whole file: makes it, with the folders above it, or replaces what it held.',
  arguments: z.object({ path: z.string().describe("relative to the project's folder"), content: z.string() }),
  detail: ({ path }) => path,
  use: ({ path, content }, workplace) => writeText(workplace, path, content),
});

/** Says what was done, or what went wrong. */
export async function writeText(workplace: Workplace, path: string, text: string): Promise<string> {
  const place = await locate(workplace, path);
  if (typeof place === 'string') return place;
  const { kind } = await lookAt(place.real);
  if (kind === 'directory' || kind === 'other') return `error: ${path} is no file`;
  try {
    await makeFolder(dirname(place.real));
    await writeHeldFile(place.real, text);
    return `wrote ${path}: ${text.split('\n').length} lines`;
  } catch (error) {
    return `error: ${path} cannot be written: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}`;
  }
}
