import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A copy of a project that only one test uses. Compose names a project after its folder, so its name is nobody else's. */
export interface Project {
  name: string;
  directory: string;
  write(file: string, text: string): Promise<void>;
  /** Changes the Compose file as a user would in an editor. */
  edit(before: string, after: string): Promise<void>;
  /** Labels that everything of it carries, whoever made it. */
  labels: string[];
}

/** A project of a folder that is copied, or of texts by their file names. */
export async function makeProject(source: URL | Record<string, string>, parent: string): Promise<Project> {
  const name = `e2e-${randomUUID().slice(0, 8)}`;
  const directory = join(await realpath(parent), name);
  await mkdir(directory);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), text);
  };
  if (source instanceof URL) await cp(fileURLToPath(source), directory, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  else for (const [file, text] of Object.entries(source)) await write(file, text);
  return {
    ...{ name, directory, write },
    async edit(before, after) {
      const text = await readFile(join(directory, 'compose.yaml'), 'utf8');
      if (!text.includes(before)) throw new Error(`compose.yaml has no ${before}`);
      await write('compose.yaml', text.replace(before, after));
    },
    labels: [`portside.directory=${directory}`, `com.docker.compose.project=${name}`],
  };
}
