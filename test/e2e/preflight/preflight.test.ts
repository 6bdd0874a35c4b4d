import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { docker, removeThings } from '../support/outside.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const manifest = fileURLToPath(new URL('../../../package.json', import.meta.url));

const image = 'node:24-alpine';

/** A network of its own, and what runs on it. */
let name: string;
let label: string;
beforeEach(async () => {
  name = `portside-preflight-${randomUUID().slice(0, 8)}`;
  label = `portside-test=${name}`;
  await docker(['network', 'create', '--label', label, name]);
});
afterEach(() => removeThings([label]));

/** A container as small and as locked as they come, with nothing of Portside but its bundle. */
async function fly(words: string[], { env = {}, network = name }: { env?: Record<string, string>; network?: string } = {}) {
  const locked = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'];
  const mounts = ['--volume', `${dist}:/portside/dist:ro`, '--volume', `${manifest}:/portside/package.json:ro`];
  const variables = Object.entries({ NO_COLOR: '1', ...env }).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const flags = ['--detach', '--label', label, '--network', network, '--entrypoint', 'node', ...locked, ...mounts, ...variables];
  const container = await docker(['run', ...flags, image, '/portside/dist/main.js', 'preflight', ...words]);
  return {
    container,
    logs: () => docker(['logs', container]),
    said: async () =>
      JSON.parse(await docker(['logs', container])) as { dependencies: { dependency: string; reason?: string; detail: string }[] },
    exit: async () => Number(await docker(['wait', container])),
    signal: (signal: string) => docker(['kill', '--signal', signal, container]),
  };
}

const redis = (alias: string) =>
  docker(['run', '--detach', '--label', label, '--network', name, '--network-alias', alias, 'redis:7-alpine', '--save', '']);

test.each(['node:24-bookworm-slim', 'node:24-alpine'])(
  '%s: a service waits for a Redis that comes late, then runs in its place',
  async () => {
    const flight = await fly(['redis://:c4n4ry@redis/0', '--', 'node', '-p', '"pid 1 waited for " + process.argv[1]', 'this']);
    await expect.poll(flight.logs, { timeout: 20_000 }).toBe('');
    expect(await docker(['inspect', '--format', '{{.State.Status}}', flight.container])).toBe('running');
    await redis('redis');
    expect(await flight.exit()).toBe(0);
    expect(await flight.logs()).toBe('pid 1 waited for this');
  },
);

test('what never comes is named, each with its reason, and nothing is started', async () => {
  await redis('redis');
  const words = ['redis:6379', 'redis:6380', 'rediss:6379', '--http', 'http://redis:6379/', '--json', '--', 'echo', 'started'];
  const flight = await fly(words, { env: { STARTUP_TIMEOUT_SECONDS: '4' } });
  expect(await flight.exit()).toBe(1);
  const { dependencies } = await flight.said();
  expect(dependencies.map(({ dependency, reason }) => [dependency, reason])).toEqual([
    ['redis:6379', undefined],
    ['redis:6380', 'refused'],
    ['rediss:6379', 'unresolved'],
    ['http://redis:6379/', expect.stringMatching(/^(reset|unhealthy)$/)],
  ]);
});

test('without a network it says so, and STARTUP_FAIL_FAST=false starts all the same', async () => {
  const env = { STARTUP_TIMEOUT_SECONDS: '1', STARTUP_FAIL_FAST: 'false' };
  const flight = await fly(['redis:6379', '--quiet', '--', 'echo', 'started'], { env, network: 'none' });
  expect(await flight.exit()).toBe(0);
  expect(await flight.logs()).toBe('started');
});

test('as process 1 it hands TERM on, and passes the exit code', async () => {
  await redis('redis');
  const program = 'process.on("SIGTERM", () => process.exit(42)); console.log("up"); setInterval(() => {}, 1e6)';
  const flight = await fly(['redis:6379', '--', 'node', '-e', program]);
  await expect.poll(flight.logs, { timeout: 20_000 }).toBe('up');
  await docker(['stop', flight.container]);
  expect(await flight.exit()).toBe(42);
});

test('as process 1 it ends by TERM while it waits', async () => {
  const flight = await fly(['never:1', '--', 'echo', 'started']);
  await expect.poll(() => docker(['top', flight.container, '-o', 'pid,args']), { timeout: 20_000 }).toContain('preflight');
  // It takes its place a moment after it is there: until then process 1 is deaf.
  await expect
    .poll(
      async () => {
        await flight.signal('TERM').catch(() => undefined);
        return docker(['inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', flight.container]);
      },
      { timeout: 20_000 },
    )
    .toBe('exited 143');
});
