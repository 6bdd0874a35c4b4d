import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createHostLauncher } from '../../../src/agents/running/host-launcher.ts';
import { type TmuxLauncher, createTmuxLauncher } from '../../../src/agents/tmux/launcher.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { PATH, temporaryFolder } from '../assignment.ts';

const isThere = (() => {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
})();
const tools = { clock: systemClock, ids: systemIds };

async function place(): Promise<{ launcher: TmuxLauncher; folder: string; worktree: string }> {
  const folder = await temporaryFolder();
  const id = systemIds.uuid().slice(0, 8);
  const launcher = createTmuxLauncher({
    id,
    folder,
    uid: process.getuid?.() ?? 0,
    host: createHostLauncher(tools),
    node: process.execPath,
    ...tools,
  });
  return { launcher, folder, worktree: await temporaryFolder() };
}

const sessions = ({ attach }: TmuxLauncher) => {
  try {
    return execFileSync('sh', ['-c', `${attach.replace(/ attach$/, ' list-sessions')} -F '#{session_name}' 2>/dev/null`], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return '';
  }
};

const node = (script: string, ...args: string[]) => [process.execPath, '-e', script, ...args];

test.skipIf(!isThere)('a program runs in a session to attach to; streams, arguments, environment and exit code are its own', async () => {
  const { launcher, folder, worktree } = await place();
  const prompt = `first line\nsecond 'quoted' "line" $HOME\n${'long '.repeat(10_000)}`;
  const script = `console.log(JSON.stringify([process.argv[1], process.cwd(), Object.keys(process.env)])); console.error('aside'); process.exitCode = 9;`;
  const program = await launcher.launch(node(script, prompt), { cwd: worktree, worktree, env: { PATH, KEY: 'k1' } });
  const [stdout, stderr, exitCode] = await Promise.all([text(program.stdout), text(program.stderr), program.exited]);
  await program.end();
  const [given, cwd, names] = JSON.parse(stdout) as [string, string, string[]];
  expect([given === prompt, cwd, stderr, exitCode]).toEqual([true, worktree, 'aside\n', 9]);
  const added = ['TMUX', 'TMUX_TMPDIR', 'TMUX_PANE', 'TERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'PWD', 'PORTSIDE_TRY', 'SHELL'];
  expect(names.filter((name) => !added.includes(name)).toSorted()).toEqual(['KEY', 'PATH']);
  expect([await readdir(folder), sessions(launcher)]).toEqual([[], '']);
});

test.skipIf(!isThere)('what it says is seen in the terminal while it runs; ended, nothing of it is left', async () => {
  const { launcher, folder, worktree } = await place();
  const program = await launcher.launch(['sh', '-c', 'trap "" TERM HUP; echo "at work"; sleep 600 & sleep 600; sleep 600'], {
    cwd: worktree,
    worktree,
    env: { PATH },
  });
  program.stderr.resume();
  await new Promise((resolve) => program.stdout.once('data', resolve));
  expect(sessions(launcher)).toMatch(/^portside-/);
  const pane = () => execFileSync('sh', ['-c', launcher.attach.replace(/ attach$/, ' capture-pane -p')], { encoding: 'utf8' });
  await expect.poll(pane).toContain('at work');
  await program.end();
  expect(await program.exited).toBeGreaterThan(128);
  expect([await readdir(folder), sessions(launcher)]).toEqual([[], '']);
});

test.skipIf(!isThere)('a program that leaves something running has ended all the same, and that ends with it', async () => {
  const { launcher, worktree } = await place();
  const argv = ['sh', '-c', 'sleep 600 & echo $!; exit 3'];
  const program = await launcher.launch(argv, { cwd: worktree, worktree, env: { PATH } });
  program.stderr.resume();
  const said = text(program.stdout);
  expect(await program.exited).toBe(3);
  await program.end();
  expect(existsSync(`/proc/${Number(await said)}/exe`)).toBe(false);
});

test.skipIf(!isThere)('a session that somebody closes ends the program, and a killed one gives way to the next', async () => {
  const { launcher, worktree } = await place();
  const seen = { cwd: worktree, worktree, env: { PATH } };
  const closed = await launcher.launch(['sleep', '600'], seen);
  for (const stream of [closed.stdout, closed.stderr]) stream.resume();
  execFileSync('sh', ['-c', launcher.attach.replace(/ attach$/, ' kill-session')]);
  expect(await closed.exited).toBeGreaterThan(128);
  const left = await launcher.launch(['sh', '-c', 'trap "" HUP TERM; sleep 600; sleep 600'], seen);
  for (const stream of [left.stdout, left.stderr]) stream.resume();
  const next = await launcher.launch(['true'], seen);
  for (const stream of [next.stdout, next.stderr]) stream.resume();
  expect(await next.exited).toBe(0);
  expect(await left.exited).toBeGreaterThan(128);
  for (const program of [closed, left, next]) await program.end();
});

test.skipIf(!isThere)('a program that is not there ends as in a shell; who is only asked something needs no session', async () => {
  const { launcher, worktree } = await place();
  const program = await launcher.launch(['no-such-agent'], { cwd: worktree, worktree, env: { PATH } });
  program.stdout.resume();
  expect([await text(program.stderr), await program.exited]).toEqual(['spawn no-such-agent ENOENT\n', 127]);
  await program.end();
  const asked = await launcher.launch(node('console.log(process.env.TMUX)'), { cwd: worktree, env: { PATH } });
  asked.stderr.resume();
  expect(await text(asked.stdout)).toBe('undefined\n');
  await asked.end();
});

test('that tmux is missing is said, with what to do', async () => {
  const { launcher, folder } = await place();
  expect(await launcher.missing({ PATH: join(folder, 'nothing') })).toEqual({
    what: 'tmux is not installed',
    mend: expect.stringContaining('apt-get install tmux'),
  });
});
