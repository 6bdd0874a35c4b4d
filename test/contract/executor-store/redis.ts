import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { docker } from '../../e2e/support/outside.ts';

const image = 'redis:7-alpine';

/** A real Redis in a container of its own, on one port as long as it lives. It is gone after the test. */
export interface RealRedis {
  url: string;
  /** What redis-cli answers. */
  cli(...args: string[]): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  pause(): Promise<void>;
  unpause(): Promise<void>;
}

export async function startRedis(...options: string[]): Promise<RealRedis> {
  const port = await freePort();
  const id = await docker([
    ...['run', '--detach', '--name', `portside-test-redis-${randomUUID().slice(0, 8)}`, '--publish', `127.0.0.1:${port}:6379`],
    ...[image, 'redis-server', '--save', '', ...options],
  ]);
  onTestFinished(async () => void (await docker(['rm', '--force', '--volumes', id])));
  const cli = (...args: string[]) => docker(['exec', id, 'redis-cli', '--no-auth-warning', ...args]);
  const answers = async () => {
    for (;;) {
      const answer = await cli('ping').catch(() => '');
      if (/PONG|NOAUTH/.test(answer)) return;
    }
  };
  await answers();
  return {
    url: `redis://127.0.0.1:${port}`,
    cli,
    stop: async () => void (await docker(['stop', '--time', '2', id])),
    async start() {
      await docker(['start', id]);
      await answers();
    },
    pause: async () => void (await docker(['pause', id])),
    unpause: async () => void (await docker(['unpause', id])),
  };
}

/** Free a moment ago: nothing listens on it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}
