import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ask, commandLine } from './api.ts';
import { type Client, connect } from './client.ts';
import { type ProcessTarget, startProcess } from './process-target.ts';
import { abandons, breeds, drowns, family, silent } from './programs.ts';
import { rawConnection } from './raw-client.ts';
import { counts, script, stubborn, waits } from './target.ts';
import { eventually } from './suite/shared.ts';

/** No process outlives its session, whatever it does and whichever way the session ends: looked up in /proc by the executor's environment. */
describe.concurrent('nothing is left', () => {
  const programs: [what: string, command: string[], born: number][] = [
    ['a family that ignores TERM, in sessions of its own', family, 3],
    ['what abandons others in its group and elsewhere', abandons, 0],
    ['what closed its output and stays', silent, 1],
    ['what was left behind and breeds', breeds, 0],
  ];

  async function started(target: ProcessTarget, client: Client, command: string[], born: number): Promise<void> {
    await client.execute(command, 60);
    await eventually(
      async () => (await target.left()).length,
      (seen) => expect(seen).toBeGreaterThanOrEqual(born),
    );
  }

  test.for(programs)('after CANCEL, or its own end, of %s', async ([, command, born]) => {
    await using target = await startProcess();
    await using client = await connect(target);
    await started(target, client, command, born);
    if (born > 0) await client.control('CANCEL');
    await client.ending();
    expect(await target.left()).toEqual([]);
  });

  test.for(programs)('after the client went away from %s', async ([, command, born]) => {
    await using target = await startProcess();
    const client = await connect(target);
    await started(target, client, command, born);
    await client[Symbol.asyncDispose]();
    await eventually(target.left, (seen) => expect(seen).toEqual([]), 8000);
  });

  test('after a time-out of a family', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    const { ending } = await client.run(family, 0.5);
    expect(ending).toMatchObject({ status: 'failed', exit_code: 124 });
    expect(await target.left()).toEqual([]);
  });

  test('after DELETE, and a time-out over HTTP', async () => {
    await using target = await startProcess();
    const asked = (id: string, more: object) =>
      ask(target, '/execute', { method: 'POST', body: { tasks: [commandLine(family)], execution_id: id, ...more } });
    const [timedOut, deleted] = await Promise.all([
      asked('timed-out', { timeout_per_task: 5 }),
      asked('deleted', {}),
      eventually(
        async () => (await target.left()).length,
        (seen) => expect(seen).toBe(6),
      ).then(() => ask(target, '/executions/deleted', { method: 'DELETE' })),
    ]);
    expect(timedOut.body).toMatchObject({ status: 'failed', results: [{ exit_code: 124 }] });
    expect(deleted.body).toMatchObject({ status: 'cancelled', results: [{ exit_code: 137 }] });
    expect(await target.left()).toEqual([]);
  });

  test('a client that leaves between asking and being answered', async () => {
    await using target = await startProcess();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await connect(target);
        client.say({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: waits } });
        await client[Symbol.asyncDispose]();
      }),
    );
    await eventually(
      async () => (await ask(target, '/health')).body['active_sessions'],
      (seen) => expect(seen).toBe(0),
    );
    await eventually(target.left, (seen) => expect(seen).toEqual([]));
  });

  test('a client that leaves while its process is paused, and while it is being cancelled', async () => {
    await using target = await startProcess();
    const [paused, canceled] = await Promise.all([connect(target), connect(target)]);
    await paused.execute(counts);
    await paused.control('PAUSE');
    await canceled.execute(stubborn);
    await canceled.saw('ready');
    canceled.say({ jsonrpc: '2.0', id: 'c', method: 'control', params: { type: 'CANCEL' } });
    await canceled.saw('no');
    await Promise.all([paused[Symbol.asyncDispose](), canceled[Symbol.asyncDispose]()]);
    await eventually(target.left, (seen) => expect(seen).toEqual([]));
  });

  test('what is killed from outside is a failure, also while it is paused', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    const { pid } = await client.execute(waits);
    await client.control('PAUSE');
    process.kill(pid, 'SIGKILL');
    expect(await client.ending()).toMatchObject({ status: 'failed', exit_code: 137 });
    expect((await client.run('echo next')).stdout).toBe('next\n');
  });

  test('zombies: none are kept', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    for (let turn = 0; turn < 20; turn += 1) await client.run('true');
    const children = await readFile(`/proc/${target.pid}/task/${target.pid}/children`, 'utf8');
    expect(children.trim()).toBe('');
  });
});

/** TERM: exit 0 within ten seconds, as `docker stop` grants, and nothing left. */
describe.concurrent('TERM', () => {
  const withinMs = 10_000;

  const inGoodOrder = { code: 0, signal: null, inTime: true, left: [], complaints: null };

  async function end(target: ProcessTarget): Promise<unknown> {
    const since = performance.now();
    target.signal('SIGTERM');
    const how = await target.exited;
    const inTime = performance.now() - since < withinMs;
    return { ...how, inTime, left: await target.left(), complaints: /"level":"(error|fatal)"|Error:/.exec(await target.log()) };
  }

  test('during everything', async () => {
    await using target = await startProcess();
    const [idle, busy, paused, held, deaf, canceling, loud] = await Promise.all(Array.from({ length: 7 }, () => connect(target)));
    if (!idle || !busy || !paused || !held || !deaf || !canceling || !loud) throw new Error('seven were asked for');
    await Promise.all([
      busy.execute(family),
      paused.execute(counts),
      held.execute(drowns),
      loud.execute(['cat', '/dev/zero']),
      canceling.execute(stubborn),
    ]);
    await Promise.all([paused.control('PAUSE'), held.saw('ready'), canceling.saw('ready')]);
    held.socket.pause();
    deaf.say({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: ['cat', '/dev/zero'] } });
    deaf.socket.pause();
    const listed = ask(target, '/execute', { method: 'POST', body: { tasks: [commandLine(stubborn), 'echo never'] } });
    const half = await rawConnection(target.apiUrl);
    half.write(`POST /execute HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${target.token}\r\nContent-Length: 100\r\n\r\n{"tasks"`);
    const mute = await rawConnection(target.apiUrl);
    await eventually(
      async () => (await target.left()).length,
      (seen) => expect(seen).toBe(9),
      10_000,
    );
    canceling.say({ jsonrpc: '2.0', id: 'c', method: 'control', params: { type: 'CANCEL' } });
    expect(await end(target)).toEqual(inGoodOrder);
    expect((await listed).body).toMatchObject({ status: 'cancelled', completed_tasks: 1, results: [{ exit_code: 137 }] });
    for (const client of [idle, busy, paused, canceling]) expect((await client.closed).code).toBe(1001);
    for (const client of [busy, paused, canceling]) {
      expect(client.endings(), 'one ending each').toHaveLength(1);
      expect(client.endings()[0]?.status).toBe('canceled');
    }
    for (const client of [held, deaf, loud]) client.socket.terminate();
    for (const socket of [half, mute]) socket.destroy();
  });

  test('what ends by itself within the grace is heard to its end; nobody new comes in', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    await client.execute(script(`console.log('ready'); setTimeout(() => console.log('done'), 1000)`));
    const listed = ask(target, '/execute', { method: 'POST', body: { tasks: ['sleep 1', 'echo last'] } });
    await eventually(
      async () => (await target.left()).length,
      (seen) => expect(seen).toBe(2),
    );
    const ending = end(target);
    await eventually(
      () => target.log(),
      (seen) => expect(seen).toContain('the executor ends'),
    );
    await expect(connect(target)).rejects.toThrow('connection closed');
    expect(await client.ending()).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(client.written()).toBe('ready\ndone\n');
    expect((await listed).body).toMatchObject({ status: 'completed', completed_tasks: 2 });
    expect(await ending).toEqual(inGoodOrder);
  });

  test('when its terminal is closed, as when it is told to', async () => {
    await using target = await startProcess({ SHUTDOWN_GRACE: '0' });
    await using client = await connect(target);
    await client.execute(waits);
    await client.saw('ready');
    target.signal('SIGHUP');
    expect((await client.ending()).status).toBe('canceled');
    expect(await target.exited).toEqual({ code: 0, signal: null });
    expect(await target.left()).toEqual([]);
  });

  test('at once, when it is told so a second time', async () => {
    await using target = await startProcess({ SHUTDOWN_GRACE: '60' });
    await using client = await connect(target);
    await client.execute(stubborn);
    await client.saw('ready');
    target.signal('SIGTERM');
    await eventually(
      () => target.log(),
      (seen) => expect(seen).toContain('the executor ends'),
    );
    target.signal('SIGTERM');
    expect(await target.exited).toEqual({ code: 0, signal: null });
    expect(await target.left()).toEqual([]);
  });

  test('while a client cancels what ignores TERM: one ending', async () => {
    await using target = await startProcess({ SHUTDOWN_GRACE: '0' });
    await using client = await connect(target);
    await client.execute(stubborn);
    await client.saw('ready');
    client.say({ jsonrpc: '2.0', id: 'c', method: 'control', params: { type: 'CANCEL' } });
    await client.saw('no');
    expect(await end(target)).toEqual(inGoodOrder);
    expect((await client.closed).code).toBe(1001);
    expect(client.endings()).toMatchObject([{ status: 'canceled' }]);
  });

  test('what drowns a client that does not read, only when it is asked to end', async () => {
    await using target = await startProcess({ SHUTDOWN_GRACE: '0' });
    await using client = await connect(target);
    await client.execute(drowns);
    await client.saw('ready');
    client.socket.pause();
    expect(await end(target)).toEqual(inGoodOrder);
  });

  test('while a hook runs that ignores TERM, before a command and after one', async () => {
    const hook = commandLine(stubborn);
    await using target = await startProcess({ PRE_EXECUTE_HOOK: hook, HOOK_TIMEOUT: '60' });
    await using before = await connect(target);
    before.say({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: ['echo', 'never'] } });
    await eventually(
      async () => (await target.left()).length,
      (seen) => expect(seen).toBe(1),
    );
    expect(await end(target)).toEqual(inGoodOrder);
    expect(before.heard.filter(({ method }) => method === 'process.started')).toEqual([]);

    await using other = await startProcess({ POST_EXECUTE_HOOK: hook, HOOK_TIMEOUT: '60' });
    await using after = await connect(other);
    await after.run('echo done');
    await eventually(
      async () => (await other.left()).length,
      (seen) => expect(seen).toBe(1),
    );
    await after.execute(stubborn);
    await after.saw('ready');
    expect(await end(other)).toEqual(inGoodOrder);
  });

  test('again and again', async () => {
    await using target = await startProcess({ SHUTDOWN_GRACE: '1' });
    await using client = await connect(target);
    await client.execute(stubborn);
    await client.saw('ready');
    const ending = end(target);
    for (let turn = 0; turn < 5; turn += 1) target.signal(turn % 2 ? 'SIGTERM' : 'SIGINT');
    expect(await ending).toEqual(inGoodOrder);
  });

  test('as it starts', async () => {
    await using target = await startProcess();
    expect(await end(target)).toEqual(inGoodOrder);
  });
});
