import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type CommandSpec, startCommand } from '../../../src/executor/process/running-command.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { isAlive, startTimeOf } from '../../../src/system/process.ts';
import { createStrayKiller } from '../../../src/system/stray-processes.ts';

const killStrays = createStrayKiller();
const environment = { PATH: process.env['PATH'] ?? '' };

/** A command at work, and what it has written so far. It is gone after the test, whatever happened. */
async function started(argv: string[], more: Partial<CommandSpec> = {}) {
  const mark = randomUUID();
  const written = { stdout: '', stderr: '' };
  const pieces: { type: string; bytes: number }[] = [];
  const command = await startCommand(
    {
      argv,
      cwd: process.cwd(),
      env: { ...environment, EXECUTION_UUID: mark },
      timeoutSeconds: 30,
      secrets: [],
      mark: `EXECUTION_UUID=${mark}`,
      onOutput(type, bytes) {
        written[type] += bytes.toString('utf8');
        pieces.push({ type, bytes: bytes.length });
      },
      ...more,
    },
    { clock: systemClock, killStrays },
  );
  onTestFinished(async () => {
    command.cancel();
    command.release();
    await command.done;
  });
  const says = async (text: string) => {
    await expect.poll(() => written.stdout, { timeout: 10_000, interval: 5 }).toContain(text);
  };
  return { ...command, written, pieces, says };
}

const shell = (script: string, more?: Partial<CommandSpec>) => started(['sh', '-c', script], more);

async function isGone(pid: number): Promise<boolean> {
  const startTime = await startTimeOf(pid);
  return startTime === undefined || !(await isAlive({ pid, startTime }));
}

const pidIn = (text: string) => Number(/\d+/.exec(text)?.[0]);

test.each<[string, object]>([
  ['exit 0', { status: 'completed', exitCode: 0 }],
  ['exit 7', { status: 'failed', exitCode: 7, error: 'exit code 7' }],
  ['exit 255', { status: 'failed', exitCode: 255 }],
  ['kill -KILL $$', { status: 'failed', exitCode: 137, error: 'ended by signal 9' }],
  ['kill -TERM $$', { status: 'failed', exitCode: 143, error: 'ended by signal 15' }],
])('%s is told as it ended', async (script, expected) => {
  expect(await (await shell(script)).done).toMatchObject(expected);
});

test('a program that is not there, may not be run, or has no place to start in is not started', async () => {
  await expect(started(['portside-no-such-program'])).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(started(['/'])).rejects.toMatchObject({ code: 'EACCES' });
  await expect(started(['true'], { cwd: '/portside/no/such/folder' })).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(started(['true', 'x'.repeat(4 * 1024 * 1024)])).rejects.toMatchObject({ code: 'E2BIG' });
});

test('all that was written is there before the end is told, from both streams, no character broken', async () => {
  const { done, written } = await shell(
    'i=0; while [ $i -lt 2000 ]; do echo "日本語😀 $i"; i=$((i+1)); done; printf end; printf problem >&2',
  );
  await done;
  const lines = written.stdout.split('\n');
  expect([lines.length, lines[1999], lines[2000], written.stderr]).toEqual([2001, '日本語😀 1999', 'end', 'problem']);
});

test('megabytes go through whole', async () => {
  const { done, pieces } = await started(['head', '-c', '20000000', '/dev/zero']);
  expect(await done).toMatchObject({ status: 'completed' });
  expect(pieces.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(20_000_000);
});

test('standard input is closed, or what was given', async () => {
  const closed = await started(['cat']);
  expect(await closed.done).toMatchObject({ status: 'completed' });
  const given = await started(['cat'], { input: '{"a":"é"}' });
  await given.done;
  expect([closed.written.stdout, given.written.stdout]).toEqual(['', '{"a":"é"}']);
});

test('one that does not read its input ends as it would', async () => {
  expect(await (await started(['true'], { input: 'x'.repeat(1_000_000) })).done).toMatchObject({ status: 'completed' });
});

test('a secret is in no output, also where it is written in two pieces', async () => {
  const { done, written } = await shell('printf "a s3cret"; sleep 0.05; printf -- "-1 b"; printf s3cret-1 >&2', { secrets: ['s3cret-1'] });
  await done;
  expect(written).toEqual({ stdout: 'a *** b', stderr: '***' });
});

test('a time-out ends all of the group and is told as 124, though the program would say 0', async () => {
  const { done, written } = await shell('trap "exit 0" TERM; sleep 60 & echo $!; wait', { timeoutSeconds: 0.3 });
  expect(await done).toMatchObject({ status: 'failed', exitCode: 124, error: 'timed out after 0.3 s' });
  expect(await isGone(pidIn(written.stdout))).toBe(true);
});

test('the time-out rests while it is paused', async () => {
  const { done, pause, resume, pid, says } = await shell('echo up; sleep 0.4; echo end', { timeoutSeconds: 1 });
  await says('up');
  pause();
  await expect.poll(() => readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^State:\s+T/m);
  // Longer than it may take.
  await systemClock.sleep(1200);
  resume();
  expect(await done).toMatchObject({ status: 'completed' });
});

test('cancelled it ends, and says so; a second time nothing changes', async () => {
  const { done, cancel, says } = await shell('trap "echo heard; exit 3" TERM; echo up; while :; do sleep 0.02; done');
  await says('up');
  cancel();
  cancel();
  expect(await done).toMatchObject({ status: 'canceled', exitCode: 3 });
  await says('heard');
});

test('one that ignores TERM is killed two seconds later', async () => {
  const { done, cancel, says, pid } = await shell('trap "" TERM; echo up; while :; do sleep 0.1; done');
  await says('up');
  const begun = performance.now();
  cancel();
  expect(await done).toMatchObject({ status: 'canceled', exitCode: 137 });
  expect(performance.now() - begun).toBeGreaterThan(1900);
  expect(await isGone(pid)).toBe(true);
});

test('a paused one can be cancelled, and hears it', async () => {
  const { done, pause, cancel, written, says } = await shell('trap "echo heard; exit 0" TERM; echo up; while :; do sleep 0.02; done');
  await says('up');
  pause();
  cancel();
  expect(await done).toMatchObject({ status: 'canceled' });
  expect(written.stdout).toContain('heard');
});

test('what it leaves in its group gets a moment, and then is ended', async () => {
  const { done, written } = await shell('(sleep 0.2; echo late) & sleep 60 >/dev/null 2>&1 & echo $!; exit 4');
  expect(await done).toMatchObject({ status: 'failed', exitCode: 4 });
  expect(written.stdout).toContain('late');
  expect(await isGone(pidIn(written.stdout))).toBe(true);
});

test('what left its group is found by the mark in its environment', async () => {
  const { done, written } = await shell('setsid sh -c "sleep 60 & echo \\$!; wait" & sleep 0.3');
  expect(await done).toMatchObject({ status: 'completed' });
  expect(pidIn(written.stdout)).toBeGreaterThan(0);
  expect(await isGone(pidIn(written.stdout))).toBe(true);
});

test('what begins others as long as it lives is ended with all of them', async () => {
  const { done, written } = await shell('setsid sh -c "while :; do setsid sleep 60 & echo \\$!; sleep 0.001; done" & sleep 0.3');
  await done;
  const pids = written.stdout.split('\n').filter(Boolean).map(Number);
  expect(pids.length).toBeGreaterThan(5);
  const alive = await Promise.all(pids.map(async (pid) => ((await isGone(pid)) ? [] : [pid])));
  expect(alive.flat()).toEqual([]);
});

test('what took the mark off and keeps the streams open does not keep the end from being told', async () => {
  const { done, written } = await shell('env -i PATH="$PATH" setsid sleep 60 & echo $!');
  expect(await done).toMatchObject({ status: 'completed' });
  const [stray = 0] = written.stdout.split('\n').map(Number);
  expect(await isGone(stray)).toBe(false);
  process.kill(stray, 'SIGKILL');
});

test('cancelled, it takes along what left its group and its environment, as long as somebody in between shows whose it is', async () => {
  const { done, cancel, written } = await shell('env -i PATH="$PATH" setsid sh -c "echo \\$\\$; exec sleep 60" & wait');
  await expect.poll(() => written.stdout).toMatch(/\d+\n/);
  cancel();
  expect(await done).toMatchObject({ status: 'canceled' });
  expect(await isGone(pidIn(written.stdout))).toBe(true);
});

test('held, nothing is read and the program waits; released, nothing is lost', async () => {
  const { done, hold, release, pieces, written } = await shell('echo up; head -c 3000000 /dev/zero; echo end >&2');
  hold();
  const before = pieces.length;
  // What would be passed on, or given up, would be by then.
  let ended = false;
  void done.then(() => (ended = true));
  await systemClock.sleep(1400);
  expect([pieces.length, ended, written.stderr]).toEqual([before, false, '']);
  release();
  expect(await done).toMatchObject({ status: 'completed' });
  expect(pieces.filter(({ type }) => type === 'stdout').reduce((sum, { bytes }) => sum + bytes, 0)).toBe(3_000_003);
  expect(written.stderr).toBe('end\n');
});

test('what it wrote before it ended waits for a reader that holds', async () => {
  const { done, hold, release, written } = await shell('echo all; exit 0');
  hold();
  await systemClock.sleep(1400);
  release();
  await done;
  expect(written.stdout).toBe('all\n');
});

test('one that is resumed after its end, having been paused, stays ended', async () => {
  const { done, pause, resume, pid, says } = await shell('echo up; sleep 60', { timeoutSeconds: 1 });
  await says('up');
  pause();
  process.kill(-pid, 'SIGKILL');
  resume();
  expect(await done).toMatchObject({ status: 'failed', exitCode: 137, error: 'ended by signal 9' });
});
