import { describe, expect, test } from 'vitest';
import { connect } from '../client.ts';
import { type StartTarget, script, waits } from '../target.ts';
import { shared, uuid } from './shared.ts';

/** JSON-RPC 2.0 as the specification has it, whatever the method. */
export function rpc(start: StartTarget): void {
  describe('messages', () => {
    const target = shared(start);

    test('the executor speaks first, once', async () => {
      await using client = await connect(target());
      await client.call('pong');
      expect(client.heard[0]).toEqual({
        jsonrpc: '2.0',
        method: 'connected',
        params: {
          session_id: expect.stringMatching(uuid),
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
          capabilities: ['execute', 'control', 'stream'],
        },
      });
      expect(client.all('connected')).toHaveLength(1);
    });

    test('every session has an id of its own', async () => {
      await using one = await connect(target());
      await using other = await connect(target());
      expect(one.all('connected')[0]?.session_id).not.toBe(other.all('connected')[0]?.session_id);
    });

    test.for<[what: string, message: unknown, code: number, id: unknown]>([
      ['no JSON', '{"jsonrpc":', -32_700, null],
      ['nothing', '', -32_700, null],
      ['a number', 1, -32_600, null],
      ['null', null, -32_600, null],
      ['text', '"execute"', -32_600, null],
      ['no version', { id: 1, method: 'pong' }, -32_600, 1],
      ['another version', { jsonrpc: '1.0', id: 1, method: 'pong' }, -32_600, 1],
      ['no method', { jsonrpc: '2.0', id: 'a' }, -32_600, 'a'],
      ['a method that is no text', { jsonrpc: '2.0', id: 2, method: 1 }, -32_600, 2],
      ['params that are text', { jsonrpc: '2.0', id: 3, method: 'execute', params: 'echo' }, -32_600, 3],
      ['params that are null', { jsonrpc: '2.0', id: 3, method: 'execute', params: null }, -32_600, 3],
      ['an id that is an object', { jsonrpc: '2.0', id: {}, method: 'pong' }, -32_600, null],
      ['an id that is true', { jsonrpc: '2.0', id: true, method: 'pong' }, -32_600, null],
      ['an empty batch', [], -32_600, null],
      ['a batch that is too long', Array.from({ length: 101 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'pong' })), -32_600, null],
      ['an unknown method', { jsonrpc: '2.0', id: 4, method: 'toString' }, -32_601, 4],
      ['a method of prototypes', { jsonrpc: '2.0', id: 4, method: '__proto__' }, -32_601, 4],
      ['execute without params', { jsonrpc: '2.0', id: 5, method: 'execute' }, -32_602, 5],
      ['execute by position', { jsonrpc: '2.0', id: 5, method: 'execute', params: ['echo'] }, -32_602, 5],
      ['a command that is a number', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 1 } }, -32_602, 5],
      ['a command of no words', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: [] } }, -32_602, 5],
      ['a command of numbers', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: ['echo', 1] } }, -32_602, 5],
      ['an empty command', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: '  ' } }, -32_602, 5],
      ['an empty first word', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: ['', 'a'] } }, -32_602, 5],
      ['a program that is not there', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 'no-such-program' } }, -32_602, 5],
      ['a folder', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: '/proc' } }, -32_602, 5],
      ['no time', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 'echo', timeout: 0 } }, -32_602, 5],
      ['negative time', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 'echo', timeout: -1 } }, -32_602, 5],
      ['time as text', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 'echo', timeout: '5' } }, -32_602, 5],
      ['too much time', { jsonrpc: '2.0', id: 5, method: 'execute', params: { command: 'echo', timeout: 1e9 } }, -32_602, 5],
      ['endless time', '{"jsonrpc":"2.0","id":5,"method":"execute","params":{"command":"echo","timeout":1e400}}', -32_602, 5],
      ['a command in a prototype', '{"jsonrpc":"2.0","id":5,"method":"execute","params":{"__proto__":{"command":"echo"}}}', -32_602, 5],
      ['control without a type', { jsonrpc: '2.0', id: 6, method: 'control', params: {} }, -32_602, 6],
      ['control of another type', { jsonrpc: '2.0', id: 6, method: 'control', params: { type: 'pause' } }, -32_602, 6],
      ['PAUSE without a process', { jsonrpc: '2.0', id: 7, method: 'control', params: { type: 'PAUSE' } }, -32_002, 7],
      ['RESUME without a process', { jsonrpc: '2.0', id: 7, method: 'control', params: { type: 'RESUME' } }, -32_002, 7],
      ['CANCEL without a process', { jsonrpc: '2.0', id: 7, method: 'control', params: { type: 'CANCEL' } }, -32_002, 7],
      ['a shell', { jsonrpc: '2.0', id: 8, method: 'execute', params: { command: ['sh', '-c', 'true'] } }, -32_001, 8],
    ])('%s: an error, and the session goes on', async ([, message, code, id]) => {
      await using client = await connect(target());
      client.say(message);
      client.say({ jsonrpc: '2.0', id: 'after', method: 'pong' });
      await client.answer('after');
      expect(client.heard.slice(1)).toEqual([
        { jsonrpc: '2.0', id, error: { code, message: expect.stringMatching(/./) } },
        { jsonrpc: '2.0', id: 'after', result: { status: 'ok' } },
      ]);
    });

    test.for<[id: string | number | null]>([[0], [-1], [1.5], [2 ** 53 - 1], [''], ['ü😀'], ['__proto__'], [null]])(
      'an answer has the id of its request: %j',
      async ([id]) => {
        await using client = await connect(target());
        client.say({ jsonrpc: '2.0', id, method: 'pong' });
        expect(await client.answer(id)).toEqual({ jsonrpc: '2.0', id, result: { status: 'ok' } });
      },
    );

    test('a request without an id is done and not answered, even where it is wrong', async () => {
      await using client = await connect(target());
      client.say({ jsonrpc: '2.0', method: 'no-such-method' });
      client.say({ jsonrpc: '2.0', method: 'execute', params: {} });
      client.say({ jsonrpc: '2.0', method: 'execute', params: { command: 'echo quiet' } });
      await client.ending();
      await client.call('pong');
      expect(client.written()).toBe('quiet\n');
      expect(client.heard.filter(({ method }) => method === undefined)).toEqual([expect.objectContaining({ id: 'call-1' })]);
    });

    test('a batch is answered with one message, in order, and notifications in it not at all', async () => {
      await using client = await connect(target());
      client.say([
        { jsonrpc: '2.0', id: 1, method: 'pong' },
        { jsonrpc: '2.0', method: 'pong' },
        'no request',
        { jsonrpc: '2.0', id: 2, method: 'no-such-method' },
        { jsonrpc: '2.0', id: 3, method: 'hook_status' },
      ]);
      await client.answer(3);
      expect(client.frames[1]).toEqual([
        { jsonrpc: '2.0', id: 1, result: { status: 'ok' } },
        { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32_600 }) },
        { jsonrpc: '2.0', id: 2, error: expect.objectContaining({ code: -32_601 }) },
        { jsonrpc: '2.0', id: 3, result: expect.objectContaining({ enabled: false }) },
      ]);
    });

    test('a batch of notifications is answered with nothing', async () => {
      await using client = await connect(target());
      client.say([{ jsonrpc: '2.0', method: 'pong' }]);
      await client.call('pong');
      expect(client.frames).toHaveLength(2);
    });

    test('a batch may start a command and cancel it: all is answered, and told after that', async () => {
      await using client = await connect(target());
      client.say([
        { jsonrpc: '2.0', id: 1, method: 'execute', params: { command: waits } },
        { jsonrpc: '2.0', id: 2, method: 'execute', params: { command: waits } },
        { jsonrpc: '2.0', id: 3, method: 'control', params: { type: 'CANCEL' } },
      ]);
      expect((await client.ending()).status).toBe('canceled');
      expect(client.frames[1]).toEqual([
        { jsonrpc: '2.0', id: 1, result: expect.objectContaining({ status: 'started' }) },
        { jsonrpc: '2.0', id: 2, error: expect.objectContaining({ code: -32_602 }) },
        { jsonrpc: '2.0', id: 3, result: { status: 'canceled' } },
      ]);
      expect(client.heard.slice(4).map(({ method }) => method)).toEqual(['process.started', 'process.canceled']);
    });

    test('what writes on while a batch cancels it is not heard before it is told to have started', async () => {
      await using client = await connect(target());
      client.say([
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'execute',
          params: { command: script(`process.on('SIGTERM', () => {}); setInterval(() => console.log('on'), 5)`) },
        },
        { jsonrpc: '2.0', id: 2, method: 'execute', params: { command: 'sleep 0.3' } },
        { jsonrpc: '2.0', id: 3, method: 'control', params: { type: 'PAUSE' } },
        { jsonrpc: '2.0', id: 4, method: 'control', params: { type: 'RESUME' } },
        { jsonrpc: '2.0', id: 5, method: 'control', params: { type: 'CANCEL' } },
      ]);
      expect((await client.ending()).status).toBe('canceled');
      const order = client.heard.map(({ method, id }) => method ?? id);
      expect(order.slice(0, 7)).toEqual(['connected', 1, 2, 3, 4, 5, 'process.started']);
      expect(client.endings()).toHaveLength(1);
      expect((await client.run('echo after')).stdout).toBe('after\n');
    });

    test('what starts and writes at once in a batch is not heard before it is told to have started', async () => {
      await using client = await connect(target());
      client.say([
        { jsonrpc: '2.0', id: 1, method: 'execute', params: { command: 'echo early' } },
        { jsonrpc: '2.0', id: 2, method: 'hook_status' },
        { jsonrpc: '2.0', id: 3, method: 'control', params: { type: 'CANCEL' } },
      ]);
      await client.ending();
      const order = client.heard.map(({ method, id }) => method ?? id);
      expect(order.slice(0, 5)).toEqual(['connected', 1, 2, 3, 'process.started']);
      expect(client.endings()).toHaveLength(1);
    });

    test('a binary message closes the connection with 1003', async () => {
      await using client = await connect(target());
      client.socket.send(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"pong"}'), { binary: true });
      client.socket.send(Buffer.from('again'), { binary: true });
      client.say({ jsonrpc: '2.0', id: 2, method: 'execute', params: { command: 'echo late' } });
      expect((await client.closed).code).toBe(1003);
      expect(client.heard.map(({ method, id }) => method ?? id)).toEqual(['connected']);
    });

    test('text that is no UTF-8 closes the connection with 1007', async () => {
      await using client = await connect(target());
      client.socket.send(Buffer.from([0x22, 0xc3, 0x28, 0x22]), { binary: false });
      expect((await client.closed).code).toBe(1007);
    });
  });
}
