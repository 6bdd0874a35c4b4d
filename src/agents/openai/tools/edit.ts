import { z } from 'zod';
import { lookAt } from '../../../system/look-at.ts';
import { defineTool } from '../tool.ts';
import { locate } from '../workplace.ts';
import { writeText } from './write.ts';

const largestFile = 4 * 1024 * 1024;

/** One place of a file, replaced by other text. */
export const edit = defineTool({
  name: 'edit',
  description: 'Replaces text in a file. `old` must stand there exactly once, character for character; `all` replaces every place.',
  arguments: z.object({
    path: z.string().describe("relative to the project's folder"),
    old: z.string().min(1),
    new: z.string(),
    all: z.boolean().default(false),
  }),
  detail: ({ path }) => path,
  async use({ path, old, new: replacement, all }, workplace) {
    const place = await locate(workplace, path);
    if (typeof place === 'string') return place;
    const { text } = await lookAt(place.real, largestFile);
    if (text === undefined) return `error: ${path} does not exist, or is no text`;
    const places = text.split(old).length - 1;
    if (places === 0) return `error: that text does not stand in ${path}${nearly(text, old)}`;
    if (places > 1 && !all) return `error: that text stands in ${path} ${places} times: give more of what is around it, or set all`;
    const written = await writeText(workplace, path, text.split(old).join(replacement));
    return written.startsWith('error:') ? written : `replaced ${places === 1 ? 'one place' : `${places} places`} in ${path}`;
  },
});

function nearly(text: string, old: string): string {
  const loose = (given: string) => given.replaceAll(/\s+/g, ' ').trim();
  return loose(old) !== '' && loose(text).includes(loose(old)) ? ' with this white space: read it again' : '';
}
