import { z } from 'zod';
import { lookAt } from '../../../system/look-at.ts';
import { defineTool } from '../tool.ts';
import { locate } from '../workplace.ts';

const largestFile = 4 * 1024 * 1024;
const mostLines = 400;
const mostCharacters = 24_000;

/** A file, a stretch of it at a time. */
export const read = defineTool({
  name: 'read',
  description: `Reads a text file: at most ${mostLines} lines at a time.`,
  arguments: z.object({
    path: z.string().describe("relative to the project's folder"),
    from_line: z.coerce.number().int().min(1).default(1).describe('the first line to read, from 1'),
  }),
  detail: ({ path }) => path,
  async use({ path, from_line: first }, workplace) {
    const place = await locate(workplace, path);
    if (typeof place === 'string') return place;
    const { kind, text } = await lookAt(place.real, largestFile);
    if (kind === 'directory') return `error: ${path} is a folder; use list`;
    if (kind !== 'file') return `error: ${path} ${kind === 'missing' ? 'does not exist' : 'cannot be read'}`;
    if (text === undefined) return `error: ${path} is no text, or larger than 4 MB`;
    return stretch(text, first);
  },
});

function stretch(text: string, first: number): string {
  const lines = text.split('\n');
  let shown = lines.slice(first - 1, first - 1 + mostLines).join('\n');
  if (shown.length > mostCharacters) shown = shown.slice(0, mostCharacters);
  const last = first - 1 + shown.split('\n').length;
  if (shown === '') return first === 1 ? '(empty)' : `error: it has ${lines.length} lines`;
  return last < lines.length || !text.endsWith(shown) ? `${shown}\n[lines ${first} to ${last} of ${lines.length}]` : shown;
}
