import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Draft } from '../../../src/deploy/model/draft.ts';
import { findProject } from '../../../src/deploy/resolve/find-project.ts';
import { readDraft } from '../../../src/deploy/resolve/resolve.ts';
import { createCompose } from '../../../src/engine/compose-cli.ts';

/** The real program: only it knows what Compose makes of a file. */
export const realCompose = createCompose({
  engine: {},
  environment: { PATH: process.env['PATH'] ?? '' },
  home: homedir(),
});

/** A folder with these files, gone after the test. */
export async function folderWith(files: Record<string, string>): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'portside-resolve-')));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return directory;
}

export interface DraftOptions {
  shell?: Record<string, string>;
  demands?: string[];
  profiles?: string[];
}

/** What resolving makes of these files before any port is leased. */
export async function draftOf(
  files: Record<string, string>,
  { shell = {}, demands = [], profiles = [] }: DraftOptions = {},
): Promise<Draft> {
  const directory = await folderWith(files);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: directory, ...shell };
  const found = await findProject({ directory, currentDirectory: directory, profiles, environment });
  return readDraft(realCompose, { found, environment, demands });
}
