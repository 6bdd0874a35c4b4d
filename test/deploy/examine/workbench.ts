import { homedir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../src/app.ts';
import type { App } from '../../../src/contract/app.ts';
import { folderWith } from '../resolve/workbench.ts';

/** A project of these files, and the real app without an engine: what it says must come from the files alone. */
export async function checking(
  files: Record<string, string>,
  environment: Record<string, string> = {},
): Promise<{ app: App; directory: string }> {
  const directory = await folderWith(files);
  const home = await folderWith({});
  const nowhere = `unix://${join(home, 'no.sock')}`;
  const app = await createApp({
    environment: { PATH: process.env['PATH'] ?? '', HOME: homedir(), PORTSIDE_HOME: home, DOCKER_HOST: nowhere, ...environment },
    currentDirectory: directory,
  });
  return { app, directory };
}
