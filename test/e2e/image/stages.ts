import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { docker } from '../support/outside.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What lies in many a working copy and has no business in an image. */
export const litter = ['node_modules/litter', 'dist/litter', '.git/litter', '.env', '.env.local', 'docs/litter.log'];

/** The project in a folder of its own, as whoever cloned it has it, and its images under names of their own. */
export interface Stages {
  folder: string;
  /** Builds a stage and returns the image's name. */
  build(stage: string): Promise<string>;
  /** `docker compose run` of a service, `input` typed into it. */
  run(service: string, options: string[], command: string[], input?: string): Promise<string>;
  remove(): Promise<void>;
}

export async function cloneStages(): Promise<Stages> {
  const name = `portside-test-${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  // Who works inside is somebody else than who made the folder.
  await chmod(folder, 0o755);
  await cp(root, folder, { recursive: true, filter: (path) => !notCloned.includes(relative(root, path).split(sep)[0] ?? '') });
  for (const file of litter) await litterWith(join(folder, file));
  // By its file: with a name alone, `down` would not know which images are the project's own.
  const compose = ['compose', '--file', join(folder, 'compose.yaml'), '--project-name', name];
  const images: string[] = [];
  return {
    folder,
    async build(stage) {
      const image = `portside-test/${name}:${stage}`;
      await docker(['build', '--quiet', '--target', stage, '--tag', image, folder]);
      images.push(image);
      return image;
    },
    async run(service, options, command, input = '') {
      const running = execute('docker', [...compose, 'run', '--rm', '--no-TTY', ...options, service, ...command], { encoding: 'utf8' });
      running.child.stdin?.end(input);
      return (await running).stdout;
    },
    async remove() {
      await docker([...compose, '--profile', 'dev', 'down', '--volumes', '--rmi', 'local']);
      if (images.length > 0) await docker(['rmi', '--force', ...images]);
      await rm(folder, { recursive: true });
    },
  };
}

const notCloned = ['node_modules', 'dist', '.git'];

async function litterWith(file: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, 'litter\n');
}
