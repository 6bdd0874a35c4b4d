import { join } from 'node:path';
import { type App, createApp } from '../../../src/app.ts';
import { folderWith } from '../resolve/workbench.ts';

export interface Bench {
  app: App;
  directory: string;
  home: string;
}

/** The real app on a folder with these files, with this shell, and a PORTSIDE_HOME of its own. No engine is ever asked. */
export async function benchWith(files: Record<string, string>, shell: Record<string, string> = {}): Promise<Bench> {
  const directory = await folderWith(files);
  const home = await folderWith({});
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    PORTSIDE_HOME: join(home, 'state'),
    DOCKER_HOST: 'tcp://127.0.0.1:1',
    ...shell,
  };
  return { app: await createApp({ environment, currentDirectory: directory }), directory, home };
}
