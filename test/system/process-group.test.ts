import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/system/exit-code.ts';
import { startGroup } from '../../src/system/process-group.ts';

const shell = (script: string, input?: string) =>
  startGroup(['sh', '-c', script], { cwd: '/', env: { PATH: process.env['PATH'] ?? '', ONLY: 'this' }, input });

test('the program leads a group and a session of its own, in the folder and the environment that were named', async () => {
  const group = await shell('echo "$$ $(pwd) $ONLY $HOME"; cut -d " " -f 5,6 /proc/$$/stat');
  expect(await text(group.stdout)).toBe(`${group.pid} / this \n${group.pid} ${group.pid}\n`);
  expect(await group.exited).toBe(0);
});

test('both streams and the exit code come back; the input is what was given, or nothing', async () => {
  const group = await shell('cat; echo problem >&2; exit 9', 'given');
  expect([await text(group.stdout), await text(group.stderr), await group.exited]).toEqual(['given', 'problem\n', 9]);
  expect(await text((await shell('cat')).stdout)).toBe('');
});

test('it has members as long as one of them lives, whoever led them; a signal reaches all of them, and a group that is gone is no error', async () => {
  const group = await shell('sh -c "trap \'echo heard; exit 0\' TERM; echo up; while :; do sleep 0.02; done" & exit 0');
  let said = '';
  group.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  expect([await group.exited, await group.hasRunningMembers()]).toEqual([0, true]);
  await expect.poll(() => said).toBe('up\n');
  group.signal('SIGTERM');
  await expect.poll(() => said).toBe('up\nheard\n');
  await expect.poll(() => group.hasRunningMembers()).toBe(false);
  const alone = await shell('exit 0');
  await alone.exited;
  expect(alone.exists()).toBe(false);
  alone.signal('SIGTERM');
});

test('what cannot be started is the system’s own error', async () => {
  await expect(startGroup(['portside-no-such-program'], { cwd: '/', env: {} })).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each<[number | null, NodeJS.Signals | null, number]>([
  [0, null, 0],
  [3, null, 3],
  [null, 'SIGTERM', 143],
  [null, 'SIGKILL', 137],
  [null, 'SIGINT', 130],
])('code %s and signal %s are %i, as a shell would say', (code, signal, expected) => {
  expect(exitCodeOf(code, signal)).toBe(expected);
});
