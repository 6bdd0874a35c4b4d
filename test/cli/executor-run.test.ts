import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { InstanceView } from '../../src/contract/instance.ts';
import { type AnExecutor, anExecutor, program, token } from '../executor-client/an-executor.ts';
import { aProxy } from '../executor-client/a-proxy.ts';
import { portside } from './memory-world.ts';
import { demo, main, twoInstances } from './samples.ts';

const mb = 1024 * 1024;
const mainProgram = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

let executor: AnExecutor;
beforeAll(async () => {
  executor = await anExecutor();
});
afterAll(() => executor[Symbol.asyncDispose]());

/** demo has an executor behind its second WebSocket, the one that is called websocket. */
function instances(): Partial<App> {
  const [, api] = demo.endpoints;
  const socket = { service: 'web', port: 1, target: 1, protocol: 'tcp' } as const;
  const withExecutor: InstanceView = {
    ...demo,
    endpoints: [
      { ...socket, name: 'other', url: 'ws://127.0.0.1:9/' },
      ...(api ? [api] : []),
      { ...socket, name: 'websocket', url: executor.url },
    ],
  };
  return {
    select: (reference) => (reference === 'demo' ? Promise.resolve(withExecutor) : (twoInstances.select?.(reference) ?? Promise.reject())),
    env: ({ instance }) => Promise.resolve(instance === 'demo' ? { EXECUTOR_TOKEN: token } : {}),
  };
}

describe('a command of an instance', () => {
  test('its streams are ours, its words are its own, its exit code is the answer', async () => {
    const source = `process.stdout.write(process.argv.slice(1).join('|')); process.stderr.write('careful'); process.exit(7)`;
    const said = await portside(
      ['executor', 'run', 'demo', '--', ...program(source), '--', '--json', 'two words', '$HOME; exit', ''],
      instances(),
    );
    expect(said).toEqual({ exit: 7, stdout: '--json|two words|$HOME; exit|', stderr: 'careful' });
  });

  test('without an instance, the default one is meant', async () => {
    const asDefault = { ...instances(), select: () => instances().select?.('demo') ?? Promise.reject() };
    expect(await portside(['executor', 'run', '--', 'echo', 'hello'], asDefault)).toEqual({ exit: 0, stdout: 'hello\n', stderr: '' });
  });

  test('--json is one document: the result, its UUID last', async () => {
    const { exit, stdout } = await portside(
      ['executor', 'run', 'demo', '--json', '--', ...program(`console.log('x'); process.exit(3)`)],
      instances(),
    );
    expect(exit).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ output: 'x\n', return_code: 3 });
    expect(Object.keys(JSON.parse(stdout)).at(-1)).toBe('execution_uuid');
  });

  test('--timeout ends it: exit 124, and why', async () => {
    const { exit, stderr } = await portside(['executor', 'run', 'demo', '--timeout', '300ms', '--', 'sleep', '60'], instances());
    expect({ exit, stderr }).toEqual({ exit: 124, stderr: 'timed out after 0.3 s\n' });
  });

  test.each([
    [[], 2],
    [['--quiet'], 1],
  ])('notices are for people: %j', async (flags, lines) => {
    const limit = 'API Error: rate limit exceeded, retry after 30';
    const { stdout, stderr } = await portside(['executor', 'run', 'demo', ...flags, '--', 'echo', limit], instances());
    expect(stdout).toBe(`${limit}\n`);
    expect(`${stdout}${stderr}`.trim().split('\n').length).toBe(lines);
    if (lines === 2) expect(stderr).toBe('▲ the rate limit was exceeded; it is to be tried again in 30 s\n');
  });
});

describe('what can be mended is said', () => {
  test.each([
    [['run', 'main', '--', 'true'], 2, '✘ hello/main has no WebSocket endpoint that is up'],
    [['run', 'demo'], 2, '✘ executor run needs a command after --'],
    [['run', 'demo', 'web', '--', 'true'], 2, '✘ executor run takes one instance; what is web?'],
    [['run', 'demo', '--', 'sh', '-c', 'true'], 2, '✘ the executor refuses it: "sh" is not allowed'],
    [['run', 'ws://[', '--', 'true'], 2, '✘ this URL cannot be read'],
    [['run', 'ws://127.0.0.1:1', '--', 'true'], 3, '✘ the executor at ws://127.0.0.1:1/ws/mcp cannot be reached: '],
    [['rum'], 2, "✘ unknown command 'rum'\n  did you mean run?"],
  ])('%j', async (argv, exit, said) => {
    const { stderr, ...rest } = await portside(['executor', ...argv], instances());
    expect(rest).toEqual({ exit, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a token that is refused, without the token', async () => {
    const app = { ...instances(), env: () => Promise.resolve({ EXECUTOR_TOKEN: 'not-the-right-token' }) };
    const { exit, stderr } = await portside(['executor', 'run', 'demo', '--', 'true'], app);
    expect(exit).toBe(3);
    expect(stderr).toContain('does not take this token');
    expect(stderr).toContain('EXECUTOR_TOKEN');
    expect(stderr).not.toContain('not-the-right-token');
  });

  test('an instance that runs nothing to connect to is named', async () => {
    const { stderr } = await portside(['executor', 'run', '--', 'true'], { select: () => Promise.resolve({ ...main, endpoints: [] }) });
    expect(stderr).toContain('hello/main has no WebSocket endpoint');
  });
});

describe('the command itself', () => {
  test('an executor is named by its URL, with the token of the shell; both streams go through unchanged', async () => {
    const source = `for (const to of [process.stdout, process.stderr]) to.write('aß€😀\\n'.repeat(5_500)); process.exitCode = 5`;
    const child = start([executor.url, '--', ...program(source)]);
    const [stdout, stderr, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const same = [stdout, stderr].map((said) => said === 'aß€😀\n'.repeat(5_500));
    expect({ exit, same }).toEqual({ exit: 5, same: [true, true] });
  });

  test('what a slow reader of standard error has not taken yet is not lost at the end', async () => {
    const reader = spawn('sh', ['-c', 'sleep 0.5; wc -c'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const source = `process.stderr.write('x'.repeat(150_000))`;
    const child = start([executor.url, '--', ...program(source)], reader.stdin);
    const [counted] = await Promise.all([text(reader.stdout), once(child, 'close')]);
    expect(counted.trim()).toBe('150000');
  });

  test('Ctrl-C cancels, waits for the end of the command, and is exit 130', async () => {
    const source = `process.on('SIGTERM', () => { console.log('ending'); process.exit(0); }); setInterval(() => {}, 1000); console.log(process.pid)`;
    const child = start([executor.url, '--', ...program(source)]);
    child.stderr.resume();
    let said = '';
    for await (const [piece] of on(child.stdout, 'data', { close: ['end'] })) {
      if (said === '') child.kill('SIGINT');
      said += String(piece);
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(130);
    expect(said).toMatch(/^\d+\nending\n$/);
    expect(() => process.kill(Number.parseInt(said, 10), 0)).toThrow('ESRCH');
  });

  test('who reads slowly is waited for, and all the way back', async () => {
    await using proxy = await aProxy(executor.url);
    const total = 100 * mb;
    const source = `const block = Buffer.alloc(${mb}, 'x'); for (let i = 0; i < 100; i += 1) process.stdout.write(block);`;
    const child = start([proxy.url, '--', ...program(source)]);
    child.stderr.resume();
    await proxy.stalledOr(total);
    expect(proxy.passed()).toBeLessThan(20 * mb);
    let read = 0;
    for await (const piece of child.stdout) read += (piece as Buffer).length;
    if (child.exitCode === null) await once(child, 'exit');
    expect({ read, exit: child.exitCode }).toEqual({ read: total, exit: 0 });
  });

  function start(words: string[]): ChildProcessByStdio<null, Readable, Readable>;
  function start(words: string[], stderr: Writable): ChildProcess;
  function start(words: string[], stderr: Writable | 'pipe' = 'pipe') {
    const env = { ...process.env, EXECUTOR_TOKEN: token };
    const child = spawn(process.execPath, [mainProgram, 'executor', 'run', ...words], { env, stdio: ['ignore', 'pipe', stderr] });
    // It is the child's now; the reader waits for the last one who could write.
    if (stderr !== 'pipe') stderr.destroy();
    return child;
  }
});
