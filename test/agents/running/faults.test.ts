import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Assignment } from '../../../src/agents/backend.ts';
import { createCommand } from '../../../src/agents/command.ts';
import { assignment, fixtures, options, PATH } from '../assignment.ts';

const environment = { PATH, HOME: '/nowhere' };
const agent = () => createCommand(options(environment, { command: [process.execPath, join(fixtures, 'fault.mjs'), '{prompt}'] }));

async function tryAt(prompt: string, more: Partial<Assignment> = {}) {
  const task = await assignment(environment, { prompt, ...more });
  return { task, report: await agent().work(task) };
}

const lives = (pid: string) => existsSync(`/proc/${Number(pid)}/exe`);

test('it starts in the assignment’s folder, sees the environment that was handed in and no input', async () => {
  const { task, report } = await tryAt('shows its surroundings');
  expect(JSON.parse(report.said)).toEqual({ cwd: task.directory, names: ['HOME', 'PATH', 'PORTSIDE_TRY'] });
  expect((await tryAt('reads its input')).report).toMatchObject({ outcome: { kind: 'done' }, said: 'no input' });
});

test.each(['silent', 'closes its streams', 'ignores TERM'])('without a sign of life for too long it has stalled: %s', async (fault) => {
  const { report } = await tryAt(fault, { quietMs: 500 });
  expect(report.outcome).toEqual({ kind: 'stalled', reason: 'command showed no sign of life for 0.5 s' });
});

test('one that goes on for ever has stalled too', async () => {
  expect((await tryAt('an endless drip', { timeoutMs: 1000 })).report.outcome).toEqual({
    kind: 'stalled',
    reason: 'command was not ready after 1 s',
  });
});

test.each(['leaves a child', 'leaves a stray'])('what an agent leaves running is ended with it: %s', async (fault) => {
  const { report } = await tryAt(fault);
  expect(report.outcome).toEqual({ kind: 'done' });
  expect(report.said).toMatch(/^\d+$/);
  expect(lives(report.said)).toBe(false);
});

test('a flood of output is read to its end, with its first and its last lines kept', async () => {
  const many = await tryAt('many lines');
  expect(many.report.said).toMatch(/the last line$/);
  expect(many.report.said.length).toBeLessThan(5000);
  const long = await tryAt('one long line');
  expect(long.report.said).toMatch(/^.?.?x+.*the end$/);
  expect(long.report.said.length).toBeLessThan(5000);
});

test('binary output is no end of the world', async () => {
  expect((await tryAt('binary')).report.outcome).toEqual({ kind: 'done' });
});

test('an abort ends it, and is what the caller hears', async () => {
  const aborting = new AbortController();
  const task = await assignment(environment, {
    prompt: 'ignores TERM',
    signal: aborting.signal,
    listen: () => aborting.abort(new Error('enough')),
  });
  await expect(agent().work(task)).rejects.toThrow('enough');
});

test('a program that is not there is said before anything starts; started all the same it is a crash', async () => {
  const gone = createCommand(options(environment, { command: ['portside-no-such-agent'] }));
  expect(await gone.missing()).toMatchObject({ what: 'portside-no-such-agent is not installed' });
  expect((await gone.work(await assignment(environment))).outcome).toMatchObject({ kind: 'crashed', exitCode: 127 });
  expect(await agent().missing()).toBeUndefined();
});
