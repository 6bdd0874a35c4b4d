import type { Repair } from '../deploy/model/repair.ts';
import { realPath } from '../system/read.ts';
import { isPresent, readRewritable } from '../system/rewrite.ts';
import { type ComposeText, type ProjectTexts, isInside } from './project-texts.ts';
import { absolute } from './repair-texts.ts';

/** Reads all that these repairs look at. A link that leads out of the project is not followed: what lies there is somebody else's. */
export async function readProject(
  { directory, compose, envFiles }: { directory: string; compose: ComposeText[]; envFiles: string[] },
  repairs: readonly Repair[],
): Promise<ProjectTexts> {
  const edits = repairs.flat().map((edit) => absolute(edit, directory));
  const named = edits.flatMap((edit) => ('file' in edit ? [edit.file] : edit.edit === 'copy-file' ? [edit.from, edit.to] : []));
  const files = [...new Set([...compose.map(({ file }) => file), ...envFiles, ...named])];
  const home = await realPath(directory);
  const read = await Promise.all(
    files.map(async (file) => {
      const leadsOut = isInside(file, directory) && !isInside(await realPath(file), home);
      const content = leadsOut ? undefined : await readRewritable(file);
      return content ? [{ file, ...content }] : [];
    }),
  );
  const made = edits.flatMap((edit) => (edit.edit === 'make-folder' ? [edit.path] : edit.edit === 'copy-file' ? [edit.to] : []));
  const present = await Promise.all(made.map(async (path) => ((await isPresent(path)) ? [path] : [])));
  return {
    ...{ directory, compose, envFiles },
    texts: new Map(read.flat().map(({ file, text }) => [file, text])),
    modes: new Map(read.flat().map(({ file, mode }) => [file, mode])),
    present: new Set(present.flat()),
  };
}
