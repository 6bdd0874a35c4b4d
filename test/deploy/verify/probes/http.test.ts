import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Probe } from '../../../../src/deploy/model/probe.ts';
import { lookHttp } from '../../../../src/deploy/verify/probes/http.ts';
import { listen, nobody } from './listen.ts';
import { selfSigned } from './self-signed.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

const plain: HttpProbe = { kind: 'http', service: 'web', cause: '', target: 80, path: '/health', accept: 'success', tls: false };

async function look(listener: RequestListener, changes: Partial<HttpProbe> = {}) {
  return lookHttp({ ...plain, ...changes }, await listen(createHttp(listener)), 5000);
}

const answering =
  (status: number, body = ''): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body);

test.each([
  [200, 'success', true, 'status 200'],
  [302, 'success', true, 'status 302'],
  [404, 'success', false, 'status 404'],
  [503, 'any', true, 'status 503'],
  [401, 401, true, 'status 401'],
  [200, 401, false, 'status 200, 401 was asked for'],
] as const)('status %i where %s is accepted: %s', async (status, accept, passed, detail) => {
  expect(await look(answering(status), { accept })).toEqual({ passed, detail });
});

test('it asks for the path, as a browser on this machine would', async () => {
  const seen: unknown[] = [];
  const address = await listen(
    createHttp((request, response) => {
      seen.push(request.method, request.url, request.headers.host);
      response.end();
    }),
  );
  await lookHttp({ ...plain, path: '/health?deep=1' }, address, 5000);
  expect(seen).toEqual(['GET', '/health?deep=1', `localhost:${address.port}`]);
});

test('the body has to contain what was asked for', async () => {
  expect(await look(answering(200, 'all is well'), { body: 'well' })).toEqual({
    passed: true,
    detail: 'status 200 and the content asked for',
  });
  expect(await look(answering(200, 'oh no'), { body: 'well' })).toEqual({ passed: false, detail: 'status 200, but the body lacks "well"' });
});

test.each([
  ['{"status":"ok","more":1}', true],
  ['{"status":"down"}', false],
  ['{}', false],
  ['null', false],
  ['<html>', false],
])('json %s', async (body, passed) => {
  expect((await look(answering(200, body), { json: { status: 'ok' } })).passed).toBe(passed);
});

test('the order of keys in json does not matter', async () => {
  const json = { db: { up: true, lag: 0 } };
  expect(await look(answering(200, '{"db":{"lag":0,"up":true}}'), { json })).toMatchObject({ passed: true });
});

test('a wrong answer says which key', async () => {
  expect((await look(answering(200, '{"status":"down"}'), { json: { status: 'ok' } })).detail).toBe(
    'status 200, but json status is not "ok"',
  );
});

test('a certificate of its own is good enough inside a development stack', async () => {
  const address = await listen(createHttps(selfSigned, answering(200)));
  expect(await lookHttp({ ...plain, tls: true }, address, 5000)).toEqual({ passed: true, detail: 'status 200' });
});

test('nobody there', async () => {
  expect(await lookHttp(plain, await nobody(createServer()), 5000)).toEqual({ passed: false, detail: 'connection refused' });
});

test('one that accepts and closes at once does not pass', async () => {
  const address = await listen(createServer((socket) => socket.destroy()));
  expect(await lookHttp(plain, address, 5000)).toEqual({ passed: false, detail: 'connection closed without an answer' });
});

test('one that never answers is given up', async () => {
  const address = await listen(createServer());
  expect(await lookHttp(plain, address, 50)).toEqual({ passed: false, detail: 'no answer in time' });
});

test('one that never ends its answer is given up', async () => {
  const endless: RequestListener = (_request, response) => void response.writeHead(200).write('so far');
  const address = await listen(createHttp(endless));
  expect((await lookHttp({ ...plain, body: 'the end' }, address, 50)).passed).toBe(false);
});
