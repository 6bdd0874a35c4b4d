import { describe, expect, test } from 'vitest';
import type { OutputChunk } from '../../../../src/contract/executor.ts';
import { connect } from '../client.ts';
import { type StartTarget, script, waits } from '../target.ts';
import { lastKey, shared, uuid } from './shared.ts';

/** `execute`: what is told of a command, and in which order. */
export function execution(start: StartTarget): void {
  describe('a command', () => {
    const target = shared(start);

    test('is answered, started, heard and ended, in this order, each once', async () => {
      await using client = await connect(target());
      const answer = await client.call('execute', { command: 'echo hello' });
      const ending = await client.ending();
      const { pid, pgid } = answer.result as { pid: number; pgid: number };
      expect(answer.result).toEqual({ status: 'started', pid: expect.any(Number), pgid: pid });
      expect(client.heard.slice(1)).toEqual([
        answer,
        {
          jsonrpc: '2.0',
          method: 'process.started',
          params: { status: 'started', pid, pgid, execution_uuid: expect.stringMatching(uuid) },
        },
        {
          jsonrpc: '2.0',
          method: 'process.output',
          params: { type: 'stdout', data: 'hello\n', truncated: false, chunk_index: 0, total_chunks: 1 },
        },
        {
          jsonrpc: '2.0',
          method: 'process.completed',
          params: {
            status: 'completed',
            pid,
            pgid,
            exit_code: 0,
            execution_time: expect.any(Number),
            execution_uuid: client.all('process.started')[0]?.execution_uuid,
          },
        },
      ]);
      expect(lastKey(client.all('process.started')[0] ?? {})).toBe('execution_uuid');
      expect(lastKey(ending)).toBe('execution_uuid');
    });

    test.for<[what: string, command: string[], exitCode: number, error: string]>([
      ['an exit code', script('process.exit(3)'), 3, 'exit code 3'],
      ['false', ['false'], 1, 'exit code 1'],
      ['a signal', script(`process.kill(process.pid, 'SIGKILL')`), 137, 'ended by signal 9'],
      ['exit code 124 of its own', script('process.exit(124)'), 124, 'exit code 124'],
    ])('%s is a failure that says so', async ([, command, exitCode, error]) => {
      await using client = await connect(target());
      const { ending } = await client.run(command);
      expect(ending).toMatchObject({ status: 'failed', exit_code: exitCode, error });
      expect(lastKey(ending)).toBe('execution_uuid');
      expect(client.endings()).toHaveLength(1);
    });

    test('both streams are told apart', async () => {
      await using client = await connect(target());
      const { stdout, stderr } = await client.run(script(`console.log('out'); console.error('err')`));
      expect({ stdout, stderr }).toEqual({ stdout: 'out\n', stderr: 'err\n' });
    });

    test('its standard input is closed', async () => {
      await using client = await connect(target());
      expect(await client.run('cat')).toMatchObject({ stdout: '', ending: { exit_code: 0 } });
    });

    test('it leads a process group and a session of its own', async () => {
      await using client = await connect(target());
      const { stdout, ending } = await client.run(['cat', '/proc/self/stat']);
      // proc_pid_stat(5): pid (comm) state ppid pgrp session
      const [, , , , group, session] = stdout.split(' ').map(Number);
      expect([group, session]).toEqual([ending.pid, ending.pid]);
      expect(ending.pgid).toBe(ending.pid);
    });

    test('it is told its execution, and not the token', async () => {
      await using client = await connect(target());
      const { stdout, ending } = await client.run(['printenv', 'EXECUTION_UUID']);
      expect(stdout.trim()).toBe(ending.execution_uuid);
      expect(await client.run(['printenv', 'EXECUTOR_TOKEN'])).toMatchObject({ stdout: '', ending: { exit_code: 1 } });
    });

    test('a session has one at a time, and may have the next as soon as it hears the end', async () => {
      await using client = await connect(target());
      const first = await client.execute(waits);
      expect((await client.call('execute', { command: 'echo no' })).error?.code).toBe(-32_602);
      await client.control('CANCEL');
      expect((await client.ending()).pid).toBe(first.pid);
      for (const turn of ['1', '2', '3']) expect((await client.run(['echo', turn])).stdout).toBe(`${turn}\n`);
    });

    test('two that are asked for in one breath: the second is refused', async () => {
      await using client = await connect(target());
      const answers = await Promise.all([client.call('execute', { command: 'echo one' }), client.call('execute', { command: 'echo two' })]);
      const [first, second] = answers;
      expect(first?.result).toMatchObject({ status: 'started' });
      if (second?.error) expect(second.error.code).toBe(-32_602);
      await client.ending();
      expect(client.written()).toMatch(/^one\n(two\n)?$/);
    });

    test('sessions do not hear of each other', async () => {
      await using one = await connect(target());
      await using other = await connect(target());
      const [first, second] = await Promise.all([one.run('echo one'), other.run('echo other')]);
      expect([first.stdout, second.stdout]).toEqual(['one\n', 'other\n']);
      expect(one.all('process.output')).toHaveLength(1);
      expect(first.ending.execution_uuid).not.toBe(second.ending.execution_uuid);
    });

    test('a megabyte comes whole, in pieces of at most 64 KiB that are numbered, no character cut in two', async () => {
      await using client = await connect(target());
      const { stdout } = await client.run(script(`process.stdout.write('aé€😀'.repeat(120000))`));
      expect(stdout === 'aé€😀'.repeat(120_000)).toBe(true);
      const chunks = client.all('process.output');
      expect(Math.max(...chunks.map(({ data }) => Buffer.byteLength(data)))).toBeLessThanOrEqual(65_536);
      expect(chunks.every(({ truncated }) => !truncated)).toBe(true);
      expect(misnumbered(chunks)).toEqual([]);
    });

    test('a character whose bytes are written one by one is one character', async () => {
      await using client = await connect(target());
      const { stdout } = await client.run(
        script(
          `const bytes = Buffer.from('é€😀.'); let at = 0; (function next() { if (at < bytes.length) process.stdout.write(bytes.subarray(at, ++at), () => setTimeout(next, 5)); })()`,
        ),
      );
      expect(stdout).toBe('é€😀.');
    });

    test('bytes that are no UTF-8 become U+FFFD, wherever they are cut; NUL and escapes stay', async () => {
      await using client = await connect(target());
      const bytes = [0x61, 0xff, 0xe2, 0x82, 0x41, 0x00, 0x1b, 0x5b, 0xf0, 0x9f, 0x98, 0x22, 0x5c, 0x7f, 0xc3];
      const code = (each: boolean) =>
        script(
          `const bytes = Buffer.from(${JSON.stringify(bytes)}); let at = 0;
           ${each ? '(function next() { if (at < bytes.length) process.stdout.write(bytes.subarray(at, ++at), () => setTimeout(next, 5)); })()' : 'process.stdout.write(bytes)'}`,
        );
      const expected = Buffer.from(bytes).toString('utf8');
      expect((await client.run(code(false))).stdout).toBe(expected);
      expect((await client.run(code(true))).stdout).toBe(expected);
    });

    test('a line of two megabytes comes whole', async () => {
      await using client = await connect(target());
      const { stdout } = await client.run(script(`process.stdout.write('x'.repeat(2 ** 21))`));
      expect(stdout).toHaveLength(2 ** 21);
    });

    test('after its time it is ended and has failed with 124', async () => {
      await using client = await connect(target());
      await using other = await connect(target());
      const { ending } = await client.run(waits, 0.4);
      expect(ending).toMatchObject({ status: 'failed', exit_code: 124, error: 'timed out after 0.4 s' });
      expect((await other.run(['cat', `/proc/${ending.pid}/stat`])).ending.exit_code).toBe(1);
      expect(client.endings()).toHaveLength(1);
    });
  });
}

/** Places where a numbering neither goes on nor begins anew. */
function misnumbered(chunks: readonly OutputChunk[]): OutputChunk[] {
  return chunks.filter(({ chunk_index: index, total_chunks: total }, place) => {
    const before = chunks[place - 1];
    const fresh = !before || before.chunk_index === before.total_chunks - 1;
    return fresh ? index !== 0 : index !== before.chunk_index + 1 || total !== before.total_chunks;
  });
}
