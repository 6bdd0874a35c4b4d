import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';
import { endProcessGroup, findByFile, isAlive, run, startTimeOf } from '../../src/system/process.ts';
import type { ProcessIdentity } from '../../src/system/process.ts';

const program = (name: string) => [process.execPath, join(import.meta.dirname, '..', 'fixtures', 'engine', name)];

test('both streams, the exit code and every line come back; the environment is only what was given', async () => {
  const lines: string[] = [];
  const result = await run([...program('speaker.mjs'), '3'], {
    env: { SECRET: 'known' },
    input: 'hello',
    onLine: (line) => lines.push(line),
  });
  expect(result).toEqual({ exitCode: 3, stdout: 'half a line\r\nsecond\nheard hello, SECRET is known', stderr: 'complaint\n' });
  expect(lines.toSorted()).toEqual(['complaint', 'half a line', 'heard hello, SECRET is known', 'second']);
});

test('a child is named once it runs, and is no longer alive afterwards', async () => {
  const children: ProcessIdentity[] = [];
  await run(program('speaker.mjs'), { env: {}, onChild: (child) => children.push(child) });
  expect(children).toEqual([{ pid: expect.any(Number), startTime: expect.stringMatching(/.+/) }]);
  for (const child of children) expect(await isAlive(child)).toBe(false);
});

test('a missing program is the system’s own error', async () => {
  await expect(run(['portside-no-such-program'], { env: process.env })).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a signal that was aborted before starts nothing', async () => {
  await expect(run(['true'], { env: process.env, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});

test('an abort ends the child and its own children, though they ignore TERM', async () => {
  const abort = new AbortController();
  const { promise: grandchild, resolve } = Promise.withResolvers<number>();
  const seen: string[] = [];
  const running = run(program('stubborn.mjs'), {
    env: {},
    signal: abort.signal,
    terminateAfterMs: 300,
    onLine: (line) => (seen.push(line), resolve(Number(line))),
  });
  const pid = await grandchild;
  const startTime = await startTimeOf(pid);
  abort.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(seen).toContain('ignored');
  await expect.poll(async () => (await startTimeOf(pid)) === startTime).toBe(false);
});

test('a process group is ended by its leader’s identity, and left alone when the start time is another’s', async () => {
  const child = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const identity = { pid, startTime: (await startTimeOf(pid)) ?? '' };
  await endProcessGroup({ pid, startTime: 'another' }, { clock: systemClock, graceMs: 1000 });
  expect(await isAlive(identity)).toBe(true);
  await endProcessGroup(identity, { clock: systemClock, graceMs: 1000 });
  expect(await isAlive(identity)).toBe(false);
});

test('this process is alive, and number 0 is nobody', async () => {
  expect(await isAlive({ pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' })).toBe(true);
  expect(await startTimeOf(0)).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

// Only root can make processes of two users.
test.runIf(isRoot)('a group that has become another user’s is left alone, and is no error', async () => {
  const other = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void other.kill('SIGKILL'));
  const module = JSON.stringify(join(import.meta.dirname, '../../src/system/process-identity.ts'));
  const script = `const { signalGroup } = await import(${module}); signalGroup(${other.pid}, 'SIGTERM'); console.log('done');`;
  const signalling = spawn(process.execPath, ['--input-type=module', '-e', script], { uid: nobody, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [signalling.stdout, signalling.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  await new Promise((resolve) => signalling.once('close', resolve));
  expect(said).toContain('done');
  expect(await startTimeOf(other.pid ?? 0)).toBeDefined();
});

test('a process is found by the file it was given, whatever blanks and brackets its name holds, and no longer once it is a zombie', async () => {
  const mark = `portside-test-${process.pid}-${performance.now()}`;
  const folder = await mkdtemp(join(tmpdir(), 'portside-process-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  // The kernel takes a process's name from the file: field 2 of its stat is `(odd) R 1 (name)`.
  await symlink('/bin/sleep', join(folder, ') R 1 (x'));

  // A shell that never asks for its child's exit code leaves a zombie.
  const shell = spawn('sh', ['-c', '"$0" 30 & echo $!; exec tail -f /dev/null', join(folder, ') R 1 (x')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void shell.kill('SIGKILL'));
  const pid = Number(await new Promise<string>((resolve) => shell.stdout.once('data', (text: Buffer) => resolve(text.toString()))));
  const sleeper = (args: string[], user: { uid?: number } = {}) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...args], { stdio: 'ignore', ...user });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const editor = sleeper([join(folder, mark, 'plan.json')]);
  const foreign = sleeper(['--file', join(folder, mark, 'plan.json')], isRoot ? { uid: nobody } : {});
  const named = sleeper(['--file', join(folder, mark, 'plan.json')]);

  expect(editor.pid).toBeDefined();
  const ours = isRoot ? [named.pid] : [foreign.pid, named.pid];
  await expect.poll(async () => (await findByFile(join(folder, mark))).map((found) => found.pid).toSorted()).toEqual(ours.toSorted());
  expect(await startTimeOf(pid)).toMatch(/^\d+$/);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => startTimeOf(pid)).toBeUndefined();
});
