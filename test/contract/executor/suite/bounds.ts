import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, commandLine, runTasks } from '../api.ts';
import { Client, address, connect } from '../client.ts';
import { type StartTarget, writesBytes } from '../target.ts';
import { eventually, shared } from './shared.ts';

/** What the settings allow, and no more. */
export function bounds(start: StartTarget): void {
  describe('bounds', () => {
    const target = shared(start, {
      MAX_SESSIONS: '2',
      WS_MAX_SIZE: '65536',
      MAX_BUFFER_SIZE: '65536',
      MAX_EXECUTION_TIMEOUT: '50',
      WEBSOCKET_HEARTBEAT_INTERVAL: '0.1',
    });

    test('a session too many hears -32003 and is closed with 1008; one that leaves makes room', async () => {
      await using _first = await connect(target());
      const second = await connect(target());
      expect((await ask(target(), '/health')).body).toMatchObject({ active_sessions: 2, max_sessions: 2 });
      await using third = new Client(new WebSocket(address(target())));
      expect((await third.closed).code).toBe(1008);
      expect(third.heard).toEqual([{ jsonrpc: '2.0', id: null, error: { code: -32_003, message: expect.any(String) } }]);
      await second[Symbol.asyncDispose]();
      await eventually(
        async () => (await ask(target(), '/health')).body['active_sessions'],
        (seen) => expect(seen).toBe(1),
      );
      await using fourth = await connect(target());
      expect((await fourth.run('echo room')).stdout).toBe('room\n');
    });

    test('lists too many are refused with 503, also when all come at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => ask(target(), '/execute', { method: 'POST', body: { tasks: ['sleep 0.5'] } })),
      );
      const count = (status: number) => answers.filter((answer) => answer.status === status).length;
      expect([count(200), count(503)]).toEqual([2, 6]);
      expect(answers.find(({ status }) => status === 503)?.body).toEqual({ detail: '2 executions run already' });
    });

    test('a message that is too long closes with 1009, a body gets 413', async () => {
      await using client = await connect(target());
      client.say({ jsonrpc: '2.0', id: 1, method: 'pong', params: { x: 'x'.repeat(65_400) } });
      expect((await client.answer(1)).result).toEqual({ status: 'ok' });
      client.say('x'.repeat(70_000));
      expect((await client.closed).code).toBe(1009);
      expect((await ask(target(), '/execute', { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
    });

    test('a timeout above the longest is refused', async () => {
      await using client = await connect(target());
      expect((await client.call('execute', { command: 'echo', timeout: 51 })).error?.code).toBe(-32_602);
      expect((await ask(target(), '/execute', { method: 'POST', body: { tasks: ['echo'], timeout_per_task: 51 } })).status).toBe(422);
    });

    test('of a task the beginning is kept, and said to be only that', async () => {
      const { results } = await runTasks(target(), [commandLine(writesBytes(65_536)), commandLine(writesBytes(1_000_000))]);
      expect(results[0]?.stdout).toHaveLength(65_536);
      expect(results[0]).not.toHaveProperty('truncated');
      expect(results[1]?.stdout).toHaveLength(65_536);
      expect(results[1]?.truncated).toBe(true);
      expect(results[1]?.exit_code).toBe(0);
    });

    test('a session sends all that a task would cut', async () => {
      await using client = await connect(target());
      expect((await client.run(writesBytes(1_000_000))).stdout).toHaveLength(1_000_000);
    });

    test('a client that never says pong is not dropped, as long as it is there', async () => {
      await using client = await connect(target());
      const { timestamp } = await client.next('ping');
      expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(30);
      await client.until(() => client.all('ping').length >= 10 || undefined, 'ten pings');
      expect((await client.run('echo there')).stdout).toBe('there\n');
    });

    test('a client that is not there any more is dropped, and its process with it', async () => {
      await using other = await connect(target());
      await using client = await connect(target(), { autoPong: false });
      const { pid } = await client.execute('sleep 60');
      expect((await client.closed).code).toBe(1006);
      await eventually(
        async () => (await other.run(['cat', `/proc/${pid}/stat`])).ending.exit_code,
        (seen) => expect(seen).toBe(1),
      );
    });
  });

  describe('SESSION_TIMEOUT', () => {
    const target = shared(start, { SESSION_TIMEOUT: '1' });

    test('an idle session is closed with 1001; one whose command runs is not idle', async () => {
      await using idle = await connect(target());
      await using busy = await connect(target());
      const { ending } = await busy.run('sleep 2');
      expect(ending.status).toBe('completed');
      expect((await idle.closed).code).toBe(1001);
      expect((await busy.closed).code).toBe(1001);
    });
  });

  describe('ALLOWED_COMMANDS', () => {
    const target = shared(start, { ALLOWED_COMMANDS: 'echo, /bin/cat ,sh' });

    test.for<[command: string[], allowed: boolean]>([
      [['echo', 'a'], true],
      [['/bin/cat', '/dev/null'], true],
      [['sh', '-c', 'echo a; echo b'], true],
      [['/bin/echo', 'a'], false],
      [['./echo', 'a'], false],
      [['cat', '/dev/null'], false],
      [['/bin/sh', '-c', 'true'], false],
      [['node', '--version'], false],
      [['Echo'], false],
      [['echo '], false],
      [['echo,sh'], false],
    ])('%j: %s', async ([command, allowed]) => {
      await using client = await connect(target());
      const { error } = await client.call('execute', { command });
      expect(error?.code).toBe(allowed ? undefined : -32_001);
      const { status, body } = await ask(target(), '/execute', { method: 'POST', body: { tasks: ['echo first', commandLine(command)] } });
      expect(status).toBe(allowed ? 200 : 403);
      if (!allowed) expect(body['detail']).toMatch(/^task 2: /);
    });

    test('a list that begins with what is allowed does not bring the rest in', async () => {
      await using client = await connect(target());
      for (const command of ['echo a; node -v', 'echo a && node -v', 'echo a | sh', 'echo a\nnode -v']) {
        expect((await client.call('execute', { command })).error?.code).toBe(-32_602);
      }
    });
  });
}
