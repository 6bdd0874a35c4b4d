import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lookHttp } from '../../src/preflight/look-http.ts';
import { lookTcp } from '../../src/preflight/look-tcp.ts';
import { missing } from '../../src/preflight/sight.ts';

const limits = { connectMs: 1000, answerMs: 1000 };

async function listening(server: ReturnType<typeof createServer>, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const held = () => createServer((socket) => void onTestFinished(() => void socket.destroy()));
const answering = (status: number, body: string) =>
  listening(
    createHttpServer((_request, response) => {
      response.statusCode = status;
      response.end(body);
    }),
  );
const port = async (status: number, body = '') => `http://127.0.0.1:${await answering(status, body)}/health`;

async function freePort(): Promise<number> {
  const server = createServer();
  const free = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return free;
}

describe('a port', () => {
  test('that listens, on one of the addresses of its name', async () => {
    expect(await lookTcp({ host: 'localhost', port: await listening(held()) }, 1000)).toEqual({
      ready: true,
      detail: 'accepts connections at 127.0.0.1',
    });
  });

  test('over IPv6', async () => {
    expect(await lookTcp({ host: '::1', port: await listening(held(), '::1') }, 1000)).toMatchObject({ ready: true });
  });

  test('that refuses', async () => {
    expect(await lookTcp({ host: '127.0.0.1', port: await freePort() }, 1000)).toMatchObject({ ready: false, reason: 'refused' });
  });

  test('that hangs up at once is not ready: a proxy with nothing behind it does so', async () => {
    const at = await listening(createServer((socket) => socket.destroy()));
    expect(await lookTcp({ host: '127.0.0.1', port: at }, 1000)).toMatchObject({ ready: false, reason: 'reset' });
  });

  test('of a name that nobody knows', async () => {
    const sight = await lookTcp({ host: 'no-such-service.invalid', port: 80 }, 2000);
    expect(sight).toMatchObject({ ready: false, reason: 'unresolved', hint: expect.stringContaining('same network') as string });
  });
});

describe('a URL', () => {
  test.each([200, 204, 302])('status %i will do', async (status) => {
    expect(await lookHttp(await port(status), limits)).toEqual({ ready: true, detail: `status ${status}` });
  });

  test('another status is said, with the first line of the answer', async () => {
    expect(await lookHttp(await port(503, '\n{"db":"down"}\nmore\n'), limits)).toMatchObject({
      reason: 'unhealthy',
      detail: 'unhealthy: status 503 Service Unavailable: {"db":"down"}',
    });
  });

  test('who accepts and says nothing is late', async () => {
    const url = `http://127.0.0.1:${await listening(held())}`;
    expect(await lookHttp(url, { connectMs: 1000, answerMs: 50 })).toMatchObject({ reason: 'timeout' });
  });

  test('who hangs up is no answer, and who speaks no TLS is told apart', async () => {
    const reset = `http://127.0.0.1:${await listening(createServer((socket) => socket.resetAndDestroy()))}`;
    expect(await lookHttp(reset, limits)).toMatchObject({ reason: 'reset' });
    expect(await lookHttp((await port(200)).replace('http:', 'https:'), limits)).toMatchObject({
      reason: 'tls',
      hint: expect.stringContaining('http://') as string,
    });
  });
});

test.each([
  ['EAI_AGAIN', 'unresolved'],
  ['ETIMEOUT', 'unresolved'],
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timeout'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ECONNRESET', 'reset'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['HPE_INVALID_CONSTANT', 'unhealthy'],
  ['EMFILE', 'failed'],
])('%s is %s', (code, reason) => {
  const error = Object.assign(new Error('words'), { code });
  expect(missing(error, { host: 'db' })).toMatchObject({ ready: false, reason });
  expect(missing(new AggregateError([error]), { host: 'db' })).toMatchObject({ ready: false, reason });
});
