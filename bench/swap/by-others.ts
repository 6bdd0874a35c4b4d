import { join } from 'node:path';
import { rollout } from '../fixtures/rollout.ts';
import { command, mustRun } from '../support/command.ts';
import { awaitVersion, type Bed, type Replacing } from './replacing.ts';

/** `docker compose up -d`, with the service's port published by itself. */
export async function byCompose(bed: Bed, port: number): Promise<Replacing> {
  const cwd = join(bed.project, 'direct');
  return byProject({ project: 'portside-bench-compose', cwd, port, signal: bed.signal }, async (project, env) => {
    await mustRun(['docker', 'compose', '--project-name', project, 'up', '-d'], { cwd, env });
  });
}

/** docker-rollout's algorithm, behind Caddy. */
export async function byRollout(bed: Bed, port: number): Promise<Replacing> {
  const cwd = join(bed.project, 'rollout');
  return byProject({ project: 'portside-bench-rollout', cwd, port, signal: bed.signal }, (project, env) =>
    rollout('web', { cwd, env, project }),
  );
}

type Way = (project: string, env: Record<string, string>) => Promise<void>;

interface Project {
  project: string;
  cwd: string;
  port: number;
  signal: AbortSignal;
}

async function byProject({ project, cwd, port, signal }: Project, way: Way): Promise<Replacing> {
  const url = `http://127.0.0.1:${port}/`;
  const env = (version: number) => ({ WEB_PORT: String(port), VERSION: String(version) });
  const down = async () =>
    void (await command(['docker', 'compose', '--project-name', project, 'down', '--volumes', '--timeout', '1'], { cwd }));
  const replacing: Replacing = {
    url,
    async replace(version) {
      signal.throwIfAborted();
      const since = performance.now();
      await way(project, env(version));
      const seconds = (performance.now() - since) / 1000;
      await awaitVersion(url, version);
      return seconds;
    },
    [Symbol.asyncDispose]: down,
  };
  try {
    await mustRun(['docker', 'compose', '--project-name', project, 'up', '-d'], { cwd, env: env(0) });
    await awaitVersion(url, 0);
    return replacing;
  } catch (error) {
    await down();
    throw error;
  }
}
