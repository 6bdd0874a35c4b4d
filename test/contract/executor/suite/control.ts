import { describe, expect, test } from 'vitest';
import { type Client, connect } from '../client.ts';
import { type StartTarget, counts, script, stubborn, waits } from '../target.ts';
import { eventually, lastKey, shared, uuid } from './shared.ts';

/** PAUSE, RESUME, CANCEL: what they really do to the process, looked at by another session. */
export function control(start: StartTarget): void {
  describe('control', () => {
    const target = shared(start);

    test('PAUSE stops the process and RESUME lets it go on; both are answered, then told', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      const { pid } = await client.execute(counts);
      await client.saw('3\n');
      expect((await client.control('PAUSE')).result).toEqual({ status: 'paused' });
      const paused = await client.next('process.paused');
      expect(paused).toEqual({ status: 'paused', pid, pgid: pid, execution_uuid: expect.stringMatching(uuid) });
      expect(lastKey(paused)).toBe('execution_uuid');
      await eventually(
        () => stateOf(other, pid),
        (seen) => expect(seen).toBe('T'),
      );
      // What it wrote before may still arrive; a process that does not run writes nothing more.
      const written = await settled(client, other);
      expect(await settled(client, other)).toBe(written);

      expect((await client.control('RESUME')).result).toEqual({ status: 'resumed' });
      expect(await client.next('process.resumed')).toEqual({ ...paused, status: 'resumed' });
      await client.until(() => client.written() !== written || undefined, 'more output');
      expect(await stateOf(other, pid)).not.toBe('T');
      await client.control('CANCEL');
      expect(await client.ending()).toMatchObject({ status: 'canceled' });
      const order = client.heard.flatMap(({ id, method }) => (method === 'process.output' || method === 'connected' ? [] : (method ?? id)));
      expect(order).toEqual([
        ...['call-1', 'process.started', 'call-2', 'process.paused', 'call-3', 'call-4'],
        ...['call-5', 'process.resumed', 'call-6', 'process.canceled'],
      ]);
    });

    test('PAUSE holds its children too', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      await client.execute(
        script(
          `const child = require('node:child_process').spawn('sleep', ['60']); console.log('child', child.pid, '.'); setInterval(() => {}, 1000)`,
        ),
      );
      await client.saw('.');
      const child = Number(/child (\d+)/.exec(client.written())?.[1]);
      await client.control('PAUSE');
      await eventually(
        () => stateOf(other, child),
        (seen) => expect(seen).toBe('T'),
      );
      await client.control('CANCEL');
      await client.ending();
      expect(await stateOf(other, child)).toBeUndefined();
    });

    test('CANCEL asks with TERM; when it is told, the process is gone', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      const { pid, execution_uuid: execution } = await client.execute(waits);
      await client.saw('ready');
      expect((await client.control('CANCEL')).result).toEqual({ status: 'canceled' });
      const ending = await client.ending();
      expect(ending).toEqual({
        status: 'canceled',
        pid,
        pgid: pid,
        exit_code: 143,
        execution_time: expect.any(Number),
        execution_uuid: execution,
      });
      expect(lastKey(ending)).toBe('execution_uuid');
      expect(await stateOf(other, pid)).toBeUndefined();
      expect(client.all('process.completed')).toEqual([]);
    });

    test('a program that cleans up on TERM is heard to the end', async () => {
      await using client = await connect(target());
      await client.execute(
        script(
          `process.on('SIGTERM', () => { console.log('clean'); process.exit(0); }); setInterval(() => {}, 1000); console.log('ready')`,
        ),
      );
      await client.saw('ready');
      await client.control('CANCEL');
      expect(await client.ending()).toMatchObject({ status: 'canceled', exit_code: 0 });
      expect(client.written()).toBe('ready\nclean\n');
      expect(client.heard.at(-1)?.method).toBe('process.canceled');
    });

    test.concurrent('CANCEL kills after 2 s what ignores TERM, and tells so only then', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      const { pid } = await client.execute(stubborn);
      await client.saw('ready');
      const since = performance.now();
      const canceling = client.control('CANCEL');
      await client.saw('no\n');
      expect(client.endings()).toEqual([]);
      await canceling;
      const ending = await client.ending();
      expect(ending).toMatchObject({ status: 'canceled', exit_code: 137 });
      expect(performance.now() - since).toBeGreaterThan(1950);
      expect(performance.now() - since).toBeLessThan(6000);
      expect(await stateOf(other, pid)).toBeUndefined();
    });

    test.concurrent('CANCEL twice: it ends once, and the second finds no process', async () => {
      await using client = await connect(target());
      await client.execute(stubborn);
      await client.saw('ready');
      const [first, second] = await Promise.all([client.control('CANCEL'), client.control('CANCEL')]);
      expect(first.result).toEqual({ status: 'canceled' });
      expect(second.error?.code).toBe(-32_002);
      expect(client.endings()).toHaveLength(1);
    });

    test('CANCEL ends what is paused, by TERM', async () => {
      await using client = await connect(target());
      await client.execute(waits);
      await client.saw('ready');
      await client.control('PAUSE');
      await client.control('CANCEL');
      expect(await client.ending()).toMatchObject({ status: 'canceled', exit_code: 143 });
    });

    test('time does not pass for what is paused, and goes on after it', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      const { pid } = await client.execute(waits, 0.7);
      await client.control('PAUSE');
      await other.run('sleep 1');
      expect(await stateOf(other, pid)).toBe('T');
      expect(client.endings()).toEqual([]);
      await client.control('RESUME');
      expect(await client.ending()).toMatchObject({ status: 'failed', exit_code: 124 });
    });

    test('CANCEL that races with the end: one ending, and it is true to the answer', async () => {
      await using client = await connect(target());
      for (let round = 0; round < 10; round += 1) {
        await client.execute(['sleep', `0.0${round}`]);
        const answer = await client.control('CANCEL');
        const ending = await client.ending();
        if (answer.error) expect([answer.error.code, ending.status]).toEqual([-32_002, 'completed']);
        else expect(['canceled', 'completed']).toContain(ending.status);
      }
      await client.call('pong');
      expect(client.endings()).toHaveLength(10);
    });

    test('PAUSE, CANCEL and RESUME in one breath: it ends, once', async () => {
      await using client = await connect(target());
      await client.execute(counts);
      const answers = await Promise.all([client.control('PAUSE'), client.control('CANCEL'), client.control('RESUME')]);
      expect(answers.map(({ result, error }) => (result as { status: string } | undefined)?.status ?? error?.code)).toEqual([
        'paused',
        'canceled',
        -32_002,
      ]);
      expect(await client.ending()).toMatchObject({ status: 'canceled' });
      expect(client.endings()).toHaveLength(1);
    });
  });
}

/** As proc_pid_stat(5) has it; undefined once it is gone. */
async function stateOf(other: Client, pid: number): Promise<string | undefined> {
  const { stdout } = await other.run(['cat', `/proc/${pid}/stat`]);
  const state = /\) (\w)/.exec(stdout)?.[1];
  return state === 'Z' ? undefined : state;
}

/** What was written, once the executor has had time for a whole command of another session. */
async function settled(client: Client, other: Client): Promise<string> {
  await other.run('sleep 0.2');
  await client.call('pong');
  return client.written();
}
