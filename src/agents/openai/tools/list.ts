import { basename, relative } from 'node:path';
import { z } from 'zod';
import { listFiles } from '../../../system/list-files.ts';
import { lookAt } from '../../../system/look-at.ts';
import { defineTool } from '../tool.ts';
import { locate } from '../workplace.ts';

const mostFiles = 300;
const skipped = new Set(['.git', 'node_modules']);

/** Files below a folder. */
export const list = defineTool({
  name: 'list',
  description: `Lists the files below a folder, at most ${mostFiles}, without those of git and node_modules.`,
  arguments: z.object({ path: z.string().default('.').describe("relative to the project's folder") }),
  detail: ({ path }) => path,
  async use({ path }, workplace) {
    const place = await locate(workplace, path);
    if (typeof place === 'string') return place;
    if ((await lookAt(place.real)).kind !== 'directory') return `error: ${path} is no folder`;
    const files = await listFiles(place.real, { most: mostFiles + 1, skip: (file, isFolder) => isFolder && skipped.has(basename(file)) });
    const names = files.slice(0, mostFiles).map((file) => relative(place.real, file));
    if (names.length === 0) return '(no files)';
    return files.length > mostFiles ? `${names.join('\n')}\n[more than ${mostFiles}: list a folder below it]` : names.join('\n');
  },
});
