import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, commandLine, runTasks } from '../api.ts';
import { connect } from '../client.ts';
import { type StartTarget, script, waits } from '../target.ts';
import { eventually, lastKey, shared, uuid } from './shared.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The HTTP side. */
export function taskLists(start: StartTarget): void {
  describe('over HTTP', () => {
    const target = shared(start);
    const post = (body: unknown) => ask(target(), '/execute', { method: 'POST', body });

    test('health is for anybody', async () => {
      const open = { ...target(), token: undefined };
      expect(await ask(open, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
      await using _client = await connect(target());
      const { status, body } = await ask(open, '/health');
      const { facts } = target();
      expect(status).toBe(200);
      // Others may talk to the same one.
      expect(body['active_sessions']).toBeGreaterThanOrEqual(1);
      expect(body).toEqual({
        status: 'healthy',
        service: 'cc-executor',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        active_sessions: expect.any(Number),
        max_sessions: 100,
        uptime_seconds: expect.any(Number),
        redis: facts.redis,
        anthropic_api_key: facts.apiKey ? 'present' : 'missing',
      });
    });

    test('the manifest says where the WebSocket is', async () => {
      const { status, body } = await ask({ ...target(), token: undefined }, '/.well-known/mcp/cc-executor.json');
      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'cc-executor', server: { type: 'websocket' } });
      const said = new URL((body['server'] as { url: string }).url);
      const real = new URL(target().websocketUrl);
      expect([said.protocol, said.port, said.pathname]).toEqual([real.protocol, real.port, real.pathname]);
      expect((body['tools'] as { name: string }[]).map(({ name }) => name)).toEqual(['execute', 'execute_task_list', 'control']);
    });

    test('tasks run one after the other; one that fails keeps none from its turn', async () => {
      const tasks = ['echo one', 'false', commandLine(script(`console.error('oh'); process.exit(3)`)), 'no-such-program', 'echo last'];
      const { status, body } = await post({ tasks });
      expect(status).toBe(200);
      const results = [
        { exit_code: 0, stdout: 'one\n', stderr: '' },
        { exit_code: 1, stdout: '', stderr: 'exit code 1' },
        { exit_code: 3, stdout: '', stderr: 'oh\n' },
        { exit_code: 127, stdout: '', stderr: 'there is no program "no-such-program" here' },
        { exit_code: 0, stdout: 'last\n', stderr: '' },
      ].map((result, place) => ({
        task_number: place + 1,
        task_description: tasks[place],
        ...result,
        execution_time: expect.any(Number),
        completed_at: time,
        execution_uuid: expect.stringMatching(uuid),
      }));
      expect(body).toEqual({
        execution_id: expect.stringMatching(uuid),
        status: 'failed',
        total_tasks: 5,
        completed_tasks: 5,
        failed_tasks: 3,
        results,
        started_at: time,
        completed_at: time,
        total_execution_time: expect.any(Number),
        execution_uuid: expect.stringMatching(uuid),
      });
      expect(lastKey(body)).toBe('execution_uuid');
      for (const result of body['results'] as object[]) expect(lastKey(result)).toBe('execution_uuid');
      expect(new Set((body['results'] as { execution_uuid: string }[]).map((result) => result.execution_uuid)).size).toBe(5);
    });

    test('a list can be looked at while it runs and afterwards', async () => {
      const id = `list-${randomUUID()}`;
      const running = post({ tasks: ['echo one', commandLine(script('setTimeout(() => {}, 700)'))], execution_id: id });
      const status = async () => (await ask(target(), `/executions/${id}/status`)).body;
      await eventually(status, (seen) =>
        expect(seen).toEqual({
          execution_id: id,
          status: 'running',
          progress: '1/2 tasks completed',
          current_task: expect.stringMatching(/^Task 2: 'node' '-e'/),
        }),
      );
      expect((await ask(target(), `/executions/${id}/results`)).body).toMatchObject({
        status: 'running',
        completed_tasks: 1,
        completed_at: null,
      });
      const { body } = await running;
      expect(await status()).toEqual({ execution_id: id, status: 'completed', progress: '2/2 tasks completed', current_task: null });
      expect((await ask(target(), `/executions/${id}/results`)).body).toEqual(body);
    });

    test('a list goes on though its client has gone', async () => {
      const id = `left-${randomUUID()}`;
      const leaving = new AbortController();
      const asked = ask(target(), '/execute', {
        method: 'POST',
        body: { tasks: ['sleep 0.5', 'echo done'], execution_id: id },
        signal: leaving.signal,
      });
      await eventually(
        async () => (await ask(target(), `/executions/${id}/status`)).status,
        (seen) => expect(seen).toBe(200),
      );
      leaving.abort();
      await expect(asked).rejects.toThrow('aborted');
      await eventually(
        async () => (await ask(target(), `/executions/${id}/results`)).body['status'],
        (seen) => expect(seen).toBe('completed'),
      );
    });

    test('a task has its time, and the next its own', async () => {
      const { results } = await runTasks(target(), [commandLine(waits), 'echo next'], { timeout_per_task: 0.5 });
      expect(results).toMatchObject([
        { exit_code: 124, stderr: 'timed out after 0.5 s' },
        { exit_code: 0, stdout: 'next\n' },
      ]);
    });

    test('DELETE ends what runs, though it ignores TERM, and starts nothing more', async () => {
      await using other = await connect(target());
      const id = `deleted-${randomUUID()}`;
      const marker = `marker-${randomUUID()}`;
      // It is called so once it does not hear TERM any more.
      const deaf = script(
        `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.title = process.argv[1] + '-is-deaf'`,
        marker,
      );
      const running = post({ tasks: [commandLine(deaf), 'echo never'], execution_id: id });
      await eventually(
        () => countRunning(other, `${marker}-is-deaf`),
        (seen) => expect(seen).toBe(1),
      );
      const since = performance.now();
      const deleting = [1, 2].map(() => ask(target(), `/executions/${id}`, { method: 'DELETE' }));
      for (const { status, body } of await Promise.all(deleting)) {
        expect([status, body]).toEqual([200, { message: 'Execution cancelled', execution_id: id }]);
      }
      expect(performance.now() - since).toBeLessThan(5000);
      expect(await countRunning(other, marker)).toBe(0);
      expect((await running).body).toMatchObject({
        status: 'cancelled',
        total_tasks: 2,
        completed_tasks: 1,
        results: [{ exit_code: 137 }],
      });
      expect((await ask(target(), `/executions/${id}`, { method: 'DELETE' })).status).toBe(400);
      expect((await ask(target(), `/executions/${id}/status`)).body['status']).toBe('cancelled');
    });

    test('an id is taken once', async () => {
      const id = `once-${randomUUID()}`;
      const statuses = await Promise.all([1, 2].map(async () => (await post({ tasks: ['sleep 0.2'], execution_id: id })).status));
      expect(statuses.toSorted()).toEqual([200, 409]);
      expect((await post({ tasks: ['echo'], execution_id: id })).status).toBe(409);
    });

    test.for<[what: string, method: string, path: string]>([
      ['another path', 'GET', '/executions'],
      ['the root', 'GET', '/'],
      ['a method that is not there', 'GET', '/execute'],
      ['the status of none', 'GET', '/executions/none/status'],
      ['the results of none', 'GET', '/executions/none/results'],
      ['the end of none', 'DELETE', '/executions/none'],
      ['a prototype', 'GET', '/executions/__proto__/status'],
      ['a path above', 'GET', '/executions/..%2f..%2fhealth/status'],
    ])('404: %s', async ([, method, path]) => {
      expect(await ask(target(), path, { method })).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    });

    test.for<[what: string, body: unknown, detail: RegExp]>([
      ['no JSON', '{"tasks":', /no JSON/],
      ['nothing', '', /no JSON/],
      ['null', 'null', /the body/],
      ['a list', [], /the body/],
      ['no tasks', {}, /^tasks: /],
      ['tasks that are text', { tasks: 'echo' }, /^tasks: /],
      ['an empty list', { tasks: [] }, /at least one/],
      ['too many', { tasks: Array.from({ length: 1001 }, () => 'true') }, /at most 1000/],
      ['a task that is a number', { tasks: ['echo', 1] }, /^tasks\.1: /],
      ['an empty task', { tasks: [' '] }, /^task 1: /],
      ['no time', { tasks: ['echo'], timeout_per_task: 0 }, /^timeout_per_task: /],
      ['time as text', { tasks: ['echo'], timeout_per_task: '1' }, /^timeout_per_task: /],
      ['an id with a blank', { tasks: ['echo'], execution_id: 'a b' }, /^execution_id: /],
      ['an id that is a path', { tasks: ['echo'], execution_id: '../a' }, /^execution_id: /],
      ['an id that is too long', { tasks: ['echo'], execution_id: 'x'.repeat(129) }, /^execution_id: /],
      ['tasks in a prototype', '{"__proto__":{"tasks":["echo"]}}', /^tasks: /],
    ])('422: %s', async ([, body, detail]) => {
      const answer = await post(body);
      expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringMatching(detail) } });
    });

    test('null means not given', async () => {
      expect((await post({ tasks: ['echo'], timeout_per_task: null, execution_id: null })).status).toBe(200);
    });

    test('413: more than may come at once', async () => {
      const answer = await post({ tasks: ['x'.repeat(10 * 1024 * 1024)] }).catch(String);
      expect(answer).toMatchObject({ status: 413, body: { detail: expect.any(String) } });
    });
  });
}

type Session = Awaited<ReturnType<typeof connect>>;

/** How many processes have this among their words, besides the one that looks. */
async function countRunning(session: Session, marker: string): Promise<number> {
  const { stdout } = await session.run(
    script(
      `const fs = require('fs'); const read = (pid) => { try { return fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; } };
       console.log(fs.readdirSync('/proc').filter((pid) => Number(pid) && Number(pid) !== process.pid && read(pid).includes(process.argv[1])).length)`,
      marker,
    ),
  );
  return Number(stdout);
}
