import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createStrayKiller } from '../../src/system/stray-processes.ts';

async function sleeper(environment: Record<string, string>): Promise<{ child: ChildProcess; ended: Promise<unknown> }> {
  const child = spawn('sleep', ['60'], { env: { PATH: process.env['PATH'] ?? '', ...environment }, detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'exit') };
}

const mark = () => `PORTSIDE_TEST_MARK=${randomUUID()}`;
const carrying = (entry: string) => Object.fromEntries([entry.split('=') as [string, string]]);

test('those that carry the entry are killed and counted, in whatever place it stands', async () => {
  const entry = mark();
  const first = await sleeper({ ...carrying(entry), A: 'x' });
  const last = await sleeper({ A: 'x', ...carrying(entry) });
  expect(await createStrayKiller()(entry)).toBe(2);
  expect(await Promise.all([first.ended, last.ended])).toEqual([
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
});

test('one that carries a longer value, another name, or nothing is left alone', async () => {
  const entry = mark();
  const others = await Promise.all([sleeper(carrying(`${entry}0`)), sleeper(carrying(`X${entry}`)), sleeper({ A: entry }), sleeper({})]);
  expect(await createStrayKiller()(entry)).toBe(0);
  expect(others.map(({ child }) => child.exitCode ?? child.signalCode)).toEqual([null, null, null, null]);
});

test('questions that come at once are each answered with their own', async () => {
  const entries = Array.from({ length: 5 }, mark);
  const killStrays = createStrayKiller();
  const sleepers = await Promise.all(entries.map((entry) => sleeper(carrying(entry))));
  expect(await Promise.all([...entries, mark()].map((entry) => killStrays(entry)))).toEqual([1, 1, 1, 1, 1, 0]);
  await Promise.all(sleepers.map(({ ended }) => ended));
  expect(await killStrays(entries[0] ?? '')).toBe(0);
});

test('a process that was started while a look was under way is found by the question that came after', async () => {
  const killStrays = createStrayKiller();
  const entry = mark();
  const early = killStrays(mark());
  const { ended } = await sleeper(carrying(entry));
  expect(await killStrays(entry)).toBe(1);
  await Promise.all([early, ended]);
});
