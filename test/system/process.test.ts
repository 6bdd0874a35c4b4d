import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';
import { endProcessGroup, isAlive, run, startTimeOf } from '../../src/system/process.ts';
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
