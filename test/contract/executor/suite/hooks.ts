import { describe, expect, test } from 'vitest';
import type { HookStatus } from '../../../../src/contract/executor.ts';
import { commandLine, runTasks } from '../api.ts';
import { type Client, connect } from '../client.ts';
import { type StartTarget, script } from '../target.ts';
import { eventually, lastKey, shared, uuid } from './shared.ts';

/** Writes down what a hook is told, in the folder where commands run too. */
const recorder = (file: string) =>
  commandLine(
    script(
      `let text = ''; process.stdin.on('data', (piece) => (text += piece)).on('end', () => require('fs').appendFileSync('${file}', JSON.stringify({ told: JSON.parse(text), redisUrl: process.env.REDIS_URL ?? null, hasToken: 'EXECUTOR_TOKEN' in process.env, uuid: process.env.EXECUTION_UUID }) + String.fromCharCode(10)))`,
    ),
  );

interface Recorded {
  told: Record<string, unknown>;
  redisUrl: string | null;
  hasToken: boolean;
  uuid: string;
}

/** Commands of the settings before and after every command. */
export function hooks(start: StartTarget): void {
  describe('hooks', () => {
    // Port 1 has nobody: a Redis that is named and not there.
    const redisUrl = 'redis://127.0.0.1:1';
    const target = shared(start, {
      REDIS_URL: redisUrl,
      PRE_EXECUTE_HOOK: recorder('before.ndjson'),
      POST_EXECUTE_HOOK: `${recorder('after.ndjson')}\n${recorder('after-too.ndjson')}`,
    });

    test('are told on their standard input what runs, and how it ended', async () => {
      await using client = await connect(target());
      const { ending } = await client.run(script(`console.log('out'); console.error('err'); process.exit(3)`), 20);
      const session = client.all('connected')[0]?.session_id;
      const given = { redisUrl, hasToken: false, uuid: ending.execution_uuid };
      const command = expect.stringMatching(/^node -e console\.log\('out'\)/);
      const before = await recorded(client, 'before.ndjson', ending.execution_uuid);
      expect(before).toEqual({
        told: { hook: 'pre-execute', session_id: session, command, timeout: 20, execution_uuid: ending.execution_uuid },
        ...given,
      });
      const after = await recorded(client, 'after.ndjson', ending.execution_uuid);
      expect(after).toEqual({
        told: {
          hook: 'post-execute',
          session_id: session,
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          task: command,
          output: 'out\n',
          error: 'err\n',
          return_code: 3,
          execution_time: ending.execution_time,
          execution_uuid: ending.execution_uuid,
        },
        ...given,
      });
      expect(await recorded(client, 'after-too.ndjson', ending.execution_uuid)).toEqual(after);
      expect(lastKey(before.told)).toBe('execution_uuid');
      expect(lastKey(after.told)).toBe('execution_uuid');
      expect(client.all('hook.warning')).toEqual([]);
    });

    test('run for tasks over HTTP too, and for what was cancelled', async () => {
      await using client = await connect(target());
      const { results } = await runTasks(target(), ['echo task']);
      const task = results[0]?.execution_uuid ?? '';
      expect((await recorded(client, 'after.ndjson', task)).told).toMatchObject({ task: 'echo task', output: 'task\n', return_code: 0 });
      await client.execute('sleep 60');
      await client.control('CANCEL');
      const { execution_uuid: canceled } = await client.ending();
      expect((await recorded(client, 'after.ndjson', canceled)).told).toMatchObject({ return_code: 143 });
    });

    test('hook_status tells of them, and that Redis does not answer, which is logged once', async () => {
      await using client = await connect(target());
      await client.run('echo');
      const { hooks_configured: configured, enabled, timeout, redis, statistics, recent_executions: recent } = await status(client);
      expect({ configured, enabled, timeout, redis }).toEqual({
        configured: ['pre-execute', 'post-execute'],
        enabled: true,
        timeout: 10,
        redis: 'unavailable',
      });
      expect(statistics.failures).toBe(0);
      expect(recent.every(({ success, exit_code: exit }) => success && exit === 0)).toBe(true);
      expect((await target().log()).match(/Redis does not answer/g)).toHaveLength(1);
    });
  });

  describe('hooks that fail', () => {
    const target = shared(start, {
      PRE_EXECUTE_HOOK: `false\nno-such-hook\n${commandLine(['cat', '/no-such-file'])}\nsleep 60`,
      HOOK_TIMEOUT: '0.5',
    });

    test('are warned of, and change nothing else', async () => {
      await using client = await connect(target());
      const { stdout, ending } = await client.run('echo works');
      expect([stdout, ending.status]).toEqual(['works\n', 'completed']);
      const { execution_uuid } = ending;
      const warning = (command: string, error: unknown, stderr: unknown = '') => ({
        hook: 'pre-execute',
        command,
        error,
        stderr,
        execution_uuid,
      });
      expect(client.all('hook.warning')).toEqual([
        warning('false', 'exit code 1'),
        warning('no-such-hook', expect.stringMatching(/ENOENT|no program/)),
        warning('cat /no-such-file', 'exit code 1', expect.stringMatching(/No such file/)),
        warning('sleep 60', 'took longer than 0.5 s'),
      ]);
      expect((await runTasks(target(), ['echo works'])).results).toMatchObject([{ exit_code: 0, stdout: 'works\n' }]);
      expect(await target().log()).toContain('a hook failed');
    });

    test('hook_status tells the truth of them, the newest first, ten at most', async () => {
      await using client = await connect(target());
      const before = await status(client);
      for (let turn = 0; turn < 3; turn += 1) await client.run('echo');
      const { statistics, recent_executions: recent } = await status(client);
      expect(statistics).toEqual({ runs: before.statistics.runs + 12, failures: before.statistics.failures + 12 });
      expect(recent).toHaveLength(10);
      expect(recent.slice(0, 2)).toEqual([
        {
          hook: 'pre-execute',
          command: 'sleep 60',
          success: false,
          exit_code: 124,
          duration: expect.any(Number),
          error: 'took longer than 0.5 s',
          timestamp: expect.stringMatching(/Z$/),
          execution_uuid: expect.stringMatching(uuid),
        },
        expect.objectContaining({ command: 'cat /no-such-file', exit_code: 1 }),
      ]);
      expect(recent[2]).toMatchObject({ command: 'no-such-hook', exit_code: null });
      for (const run of recent) expect(lastKey(run)).toBe('execution_uuid');
      expect(new Set(recent.map((run) => run.execution_uuid)).size).toBe(3);
    });

    test('a client that leaves while a hook runs: the command never starts', async () => {
      await using other = await connect(target());
      const client = await connect(target());
      client.say({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: ['echo', 'never-started'] } });
      await client[Symbol.asyncDispose]();
      await other.run('echo other');
      await other.run('echo other');
      expect(await target().log()).not.toContain('never-started');
    });
  });

  describe('without hooks', () => {
    const target = shared(start);

    test('hook_status says so', async () => {
      await using client = await connect(target());
      await client.run('echo');
      expect(await status(client)).toEqual({
        enabled: false,
        hooks_configured: [],
        timeout: 10,
        redis: target().facts.redis,
        statistics: { runs: 0, failures: 0 },
        recent_executions: [],
      });
    });
  });
}

async function status(client: Client): Promise<HookStatus> {
  return (await client.call('hook_status')).result as HookStatus;
}

/** What a recorder has written down for this execution; it may still be about to. */
async function recorded(client: Client, file: string, execution: string): Promise<Recorded> {
  const find = async () => {
    const { stdout } = await client.run(['cat', file]);
    const lines = stdout.split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Recorded).find(({ told }) => told['execution_uuid'] === execution);
  };
  await eventually(find, (seen) => expect(seen).toBeDefined(), 10_000);
  return (await find()) as Recorded;
}
