import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { portside } from './memory-world.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

function begin(args: string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', STARTUP_TIMEOUT_SECONDS: '0.3', ...environment };
  const child = spawn(process.execPath, [main, 'preflight', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function fly(args: string[], environment: Record<string, string> = {}) {
  const child = begin(args, environment);
  const [stdout, stderr, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: exit as number, stdout, stderr };
}

async function aPort(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const absent = '127.0.0.1:1';

describe('portside preflight', () => {
  test('runs the command once all is there: its words, its output, its exit code', async () => {
    const at = `127.0.0.1:${await aPort()}`;
    const { exit, stdout, stderr } = await fly([at, '--', 'sh', '-c', 'echo "$@"; exit 7', 'sh', '--json', '--', 'two words']);
    expect({ exit, stdout }).toEqual({ exit: 7, stdout: '--json -- two words\n' });
    expect(stderr).toMatch(new RegExp(`^✔ ${at}  after 0\\.\\d s  accepts connections at 127\\.0\\.0\\.1\n$`));
  });

  test('ends with 1 and names all that is missing, each with its reason; what is there is named too', async () => {
    const at = `127.0.0.1:${await aPort()}`;
    const { exit, stdout, stderr } = await fly([absent, at, 'redis://ada:c4n4ry@no-such-service.invalid', '--', 'echo', 'started'], {
      STARTUP_TIMEOUT_SECONDS: '1',
    });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toMatch(/✘ 127\.0\.0\.1:1 .*connection refused\n/);
    expect(stderr).toMatch(/✘ no-such-service\.invalid:6379 .*the name no-such-service\.invalid does not resolve\n/);
    expect(stderr).toContain(`✔ ${at}`);
    expect(stderr).toContain('✘ missing: 127.0.0.1:1, no-such-service.invalid:6379 ');
    expect(stderr).not.toContain('c4n4ry');
  });

  test('without a command it only waits; --json is one document', async () => {
    const at = `127.0.0.1:${await aPort()}`;
    expect((await fly([at, '--quiet'])).exit).toBe(0);
    const { exit, stdout } = await fly([at, absent, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ready: false,
      skipped: false,
      startsAnyway: false,
      dependencies: [
        { dependency: at, kind: 'tcp', ready: true },
        { dependency: absent, kind: 'tcp', ready: false, reason: 'refused', detail: 'connection refused' },
      ],
    });
  });

  test('a pair of variables names one too', async () => {
    const environment = { LLAMA_CPP_HOST: '127.0.0.1', LLAMA_CPP_PORT: String(await aPort()) };
    expect((await fly(['--from', 'LLAMA_CPP', '--', 'true'], environment)).exit).toBe(0);
  });

  test('STARTUP_FAIL_FAST=false warns and starts all the same; without a command its answer stays 1', async () => {
    const { exit, stdout, stderr } = await fly([absent, '--', 'echo', 'started'], { STARTUP_FAIL_FAST: 'false' });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'started\n' });
    expect(stderr).toContain('▲ missing: 127.0.0.1:1; started all the same');
    expect((await fly([absent], { STARTUP_FAIL_FAST: 'false' })).exit).toBe(1);
  });

  test('STARTUP_DEPENDENCY_CHECK=off starts at once, whatever was named', async () => {
    const { exit, stdout, stderr } = await fly(['nonsense', '--', 'echo', 'started'], { STARTUP_DEPENDENCY_CHECK: 'off' });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'started\n' });
    expect(stderr).toContain('STARTUP_DEPENDENCY_CHECK is off');
  });

  test('needs no folder of its own and no native module', async () => {
    const { exit, stderr } = await fly([absent, '--', 'true'], {
      STARTUP_DEPENDENCY_CHECK: 'off',
      PORTSIDE_HOME: '/proc/nowhere',
      NODE_OPTIONS: '--no-addons',
    });
    expect({ exit, stderr: stderr.split('\n').length }).toEqual({ exit: 0, stderr: 2 });
  });

  test('a program that is not there is 127, one that cannot be started 126', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portside-preflight-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'plain'), 'text');
    await chmod(join(folder, 'plain'), 0o644);
    const off = { STARTUP_DEPENDENCY_CHECK: 'off' };
    expect(await fly(['x:1', '--', 'no-such-program'], off)).toMatchObject({
      exit: 127,
      stderr: expect.stringContaining('no-such-program') as string,
    });
    expect(await fly(['x:1', '--', join(folder, 'plain')], off)).toMatchObject({ exit: 126 });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'])('%s reaches the program', async (signal) => {
    const name = signal.slice(3);
    const script = `trap 'echo got ${name}; exit 9' ${name}; echo ready; while :; do sleep 0.05; done`;
    const child = begin(['x:1', '--', 'sh', '-c', script], { STARTUP_DEPENDENCY_CHECK: 'off' });
    const said = reader(child.stdout);
    await said.until('ready');
    child.kill(signal as NodeJS.Signals);
    const [exit] = await once(child, 'close');
    expect({ exit: exit as number, said: said.text() }).toEqual({ exit: 9, said: `ready\ngot ${name}\n` });
  });

  test('a program that a signal ended is 128 and the signal', async () => {
    expect((await fly(['x:1', '--', 'sh', '-c', 'kill -KILL $$'], { STARTUP_DEPENDENCY_CHECK: 'off' })).exit).toBe(137);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s while it waits ends it at once', async (signal, expected) => {
    const child = begin([absent, '--', 'echo', 'started'], { STARTUP_TIMEOUT_SECONDS: '60' });
    const said = reader(child.stderr);
    await said.until('waiting');
    child.kill(signal);
    const [exit] = await once(child, 'close');
    expect(exit).toBe(expected);
  });
});

test.each([
  [['preflight'], '✘ preflight needs a dependency\n  such as: portside preflight redis:6379 -- node server.js\n'],
  [['preflight', 'redis:6379', '--'], /^✘ nothing stands after --\n {2}Compose drops an image's own command/],
  [['preflight', 'redis', '--', 'true'], /^✘ dependency 1, redis, names no port\n/],
  [['preflight', ''], /^✘ dependency 1 is empty\n {2}is a variable not set\?/],
])('%j is wrong usage', async (argv, said) => {
  const { exit, stderr } = await portside(argv, {});
  expect(exit).toBe(2);
  expect(stderr).toMatch(said);
});

function reader(stream: NodeJS.ReadableStream) {
  let seen = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (seen += chunk));
  return {
    text: () => seen,
    async until(words: string): Promise<void> {
      if (seen.includes(words)) return;
      for await (const _ of on(stream, 'data', { close: ['end'] })) if (seen.includes(words)) return;
      throw new Error(`it ended without saying ${words}: ${seen}`);
    },
  };
}
