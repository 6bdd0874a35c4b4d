import { on, once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CannotConnectError, ConnectionLostError, type ConnectionState, connectExecutor } from '../../src/executor-client/client.ts';
import { keepAlive } from '../../src/executor-client/keep-alive.ts';
import { type AnExecutor, anExecutor, connected, program, token } from './an-executor.ts';

const waiting = program(`process.stdout.write('ready'); setInterval(() => {}, 1000);`);

describe('where no session is to be had, the error says why', () => {
  let executor: AnExecutor;
  beforeAll(async () => {
    executor = await anExecutor();
  });
  afterAll(() => executor[Symbol.asyncDispose]());

  test('a wrong token, which is not repeated', async () => {
    const error = await refusal(connectExecutor({ url: executor.url, token: 'not-the-right-token' }));
    expect(error.reason).toBe('token');
    expect(error.message).toBe(`the executor at ${executor.url} does not take this token, or wants one`);
  });

  test('a token in the URL counts, and is not repeated either', async () => {
    await using client = await connectExecutor({ url: `${new URL(executor.url).origin}?token=${token}` });
    expect((await client.run('echo in')).output).toBe('in\n');
    const error = await refusal(connectExecutor({ url: `${executor.url}?token=not-the-right-token` }));
    expect(`${error.message} ${error.stack}`).not.toContain('not-the-right-token');
  });

  test('a session too many', async () => {
    await using small = await anExecutor({ MAX_SESSIONS: '1' });
    await using client = await connected({ url: small.url });
    expect(await refusal(connected({ url: small.url }))).toMatchObject({ reason: 'session-limit' });
    expect((await client.run('echo in')).output).toBe('in\n');
  });

  test.each([
    [403, 'origin'],
    [404, 'no-executor'],
    [200, 'no-executor'],
    [503, 'unreachable'],
  ])('HTTP status %i is %s', async (status, reason) => {
    const server = createServer((_request, response) => response.writeHead(status).end());
    server.on('upgrade', (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`));
    const url = await listening(server);
    expect(await refusal(connected({ url }))).toMatchObject({ reason });
    server.close();
  });

  test('nobody listens', async () => {
    const server = createTcpServer();
    const url = await listening(server);
    server.close();
    expect(await refusal(connected({ url }))).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('no URL of a WebSocket', async () => {
    await expect(connected({ url: `http://localhost/?token=${token}` })).rejects.toThrow(/^the URL of an executor looks like ws:/);
  });

  test('somebody else speaks there', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => socket.send('hello'));
    const { port } = server.address() as { port: number };
    expect(await refusal(connected({ url: `ws://127.0.0.1:${port}` }))).toMatchObject({ reason: 'no-executor' });
    server.close();
  });

  test('it was aborted meanwhile', async () => {
    const server = createTcpServer();
    const url = await listening(server);
    const controller = new AbortController();
    const reason = new Error('not now');
    server.once('connection', () => controller.abort(reason));
    await expect(connected({ url, signal: controller.signal })).rejects.toBe(reason);
    server.close();
  });
});

describe('a connection that is lost', () => {
  test('takes its command with it, and comes back when the executor does', async () => {
    const before = await anExecutor();
    const states: string[] = [];
    await using client = await connected({ url: before.url, onConnection: ({ state }) => states.push(state) });
    const firstSession = client.sessionId;
    const execution = await client.execute(waiting);
    for await (const { data } of execution.output) if (data.includes('ready')) break;
    await before.kill('SIGKILL');
    process.kill(-execution.pid, 'SIGKILL');
    await expect(execution.completed).rejects.toBeInstanceOf(ConnectionLostError);
    await expect(execution.cancel()).rejects.toBeInstanceOf(ConnectionLostError);
    const late = client.run('echo back');
    await using after = await anExecutor({ WEBSOCKET_PORT: before.port });
    expect(await late).toMatchObject({ output: 'back\n' });
    expect(client.sessionId).not.toBe(firstSession);
    expect({ states, url: after.url }).toEqual({ states: ['connected', 'lost', 'connected'], url: before.url });
  });

  test('reaches who reads the output, after what had come', async () => {
    const executor = await anExecutor();
    await using client = await connected({ url: executor.url });
    const { output, pid } = await client.execute(waiting);
    let text = '';
    const reading = (async () => {
      for await (const { data } of output) {
        text += data;
        await executor.kill('SIGKILL');
        process.kill(-pid, 'SIGKILL');
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(ConnectionLostError);
    expect(text).toBe('ready');
  });

  test('is the end where that was asked for', async () => {
    const executor = await anExecutor();
    const closed = Promise.withResolvers<Error>();
    const onConnection = (state: ConnectionState) => state.state === 'closed' && closed.resolve(state.error);
    await using client = await connected({ url: executor.url, reconnect: false, onConnection });
    const { completed } = await client.execute(waiting);
    await executor.kill('SIGTERM');
    // An executor that ends in good order tells of its commands first.
    expect(await completed).toMatchObject({ return_code: 143 });
    expect(await closed.promise).toMatchObject({ name: 'ConnectionLostError', closeCode: 1001 });
    await expect(client.run('true')).rejects.toBe(await closed.promise);
  });

  test('is waited for only so long', async () => {
    const executor = await anExecutor();
    await using client = await connected({ url: executor.url, connectTimeout: 0.3 });
    await executor.kill('SIGKILL');
    const error = await refusal(client.run('true'));
    expect(error).toMatchObject({ reason: 'unreachable', message: 'no connection within 0.3 s' });
  });

  test('does not come back with a token that is refused now', async () => {
    const before = await anExecutor();
    const closed = Promise.withResolvers<Error>();
    const onConnection = (state: ConnectionState) => state.state === 'closed' && closed.resolve(state.error);
    await using client = await connected({ url: before.url, onConnection });
    await before.kill('SIGKILL');
    await using _after = await anExecutor({ WEBSOCKET_PORT: before.port, EXECUTOR_TOKEN: 'another-token-than-before' });
    expect(await closed.promise).toMatchObject({ reason: 'token' });
    expect(await refusal(client.run('true'))).toMatchObject({ reason: 'token' });
  });
});

describe('the end', () => {
  test('an aborted signal ends what is at work with its reason, and nothing comes after', async () => {
    await using executor = await anExecutor();
    const controller = new AbortController();
    const reason = new Error('no more');
    const client = await connected({ url: executor.url, signal: controller.signal });
    const { completed } = await client.execute(waiting);
    controller.abort(reason);
    await expect(completed).rejects.toBe(reason);
    await expect(client.run('true')).rejects.toBe(reason);
    await client.close();
  });

  test('a client that was closed while it tried to connect tries no more', async () => {
    const executor = await anExecutor();
    const lost = Promise.withResolvers<void>();
    const client = await connected({ url: executor.url, onConnection: ({ state }) => state === 'lost' && lost.resolve() });
    await executor.kill('SIGKILL');
    await lost.promise;
    const [late] = await Promise.allSettled([client.run('true'), client.close()]);
    expect(late).toMatchObject({ status: 'rejected', reason: { message: 'the client was closed' } });
  });

  test('an executor that says nothing any more is gone', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    keepAlive(socket, 20);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1006);
    server.close();
  });

  test('while nothing is read, a heartbeat still goes out', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    const [[other]] = (await Promise.all([once(server, 'connection'), once(socket, 'open')])) as [[WebSocket], unknown];
    socket.pause();
    keepAlive(socket, 20);
    let heard = 0;
    for await (const _ of on(other, 'pong')) if ((heard += 1) === 5) break;
    expect(socket.isPaused).toBe(true);
    socket.terminate();
    server.close();
  });
});

async function refusal(connecting: Promise<unknown>): Promise<CannotConnectError> {
  const error: unknown = await connecting.catch((problem: unknown) => problem);
  if (!(error instanceof CannotConnectError)) throw new Error('it was not refused', { cause: error });
  return error;
}

async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has a port');
  return `ws://127.0.0.1:${address.port}`;
}

test('what comes in one piece with the greeting is heard', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  server.on('connection', (socket) => {
    const frames = [
      { jsonrpc: '2.0', method: 'connected', params: { session_id: 'one', version: '0', capabilities: [] } },
      {
        jsonrpc: '2.0',
        method: 'hook.warning',
        params: { hook: 'pre-execute', command: 'x', error: 'y', stderr: '', execution_uuid: 'z' },
      },
    ];
    for (const frame of frames) socket.send(JSON.stringify(frame));
  });
  const { port } = server.address() as AddressInfo;
  const notices: string[] = [];
  await using client = await connectExecutor({
    url: `ws://127.0.0.1:${port}`,
    reconnect: false,
    onNotice: ({ method }) => notices.push(method),
  });
  expect(client.sessionId).toBe('one');
  await expect.poll(() => notices).toEqual(['hook.warning']);
});
