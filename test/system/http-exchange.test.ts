import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bodyText, exchange, networkCode } from '../../src/system/http-exchange.ts';

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
}

const codeOf = (promise: Promise<unknown>) => promise.then(() => 'no error', networkCode);

test('a body goes there, status, headers and body come back', async () => {
  const url = await serve((request, response) => {
    response.writeHead(429, { 'retry-after': '7' });
    request.pipe(response);
  });
  const { status, headers, body } = await exchange(url, { method: 'POST', body: 'grüße' });
  expect([status, headers['retry-after'], await bodyText(body, 1000)]).toEqual([429, '7', 'grüße']);
});

test('of a body that does not end only so much is read', async () => {
  const url = await serve((_, response) => {
    const more = () => void (response.write('x'.repeat(1000)) ? setImmediate(more) : response.once('drain', more));
    more();
  });
  const { body } = await exchange(url, { method: 'GET' });
  expect(await bodyText(body, 5000)).toHaveLength(5000);
});

test('nobody there, a reset before the headers and one in the middle of a body have their codes', async () => {
  expect(await codeOf(exchange(new URL('http://127.0.0.1:1/'), { method: 'GET' }))).toBe('ECONNREFUSED');
  const resets = await serve((request) => void request.socket.resetAndDestroy());
  expect(await codeOf(exchange(resets, { method: 'GET' }))).toBe('ECONNRESET');
  const cuts = await serve((request, response) => void response.write('some', () => request.socket.resetAndDestroy()));
  const { body } = await exchange(cuts, { method: 'GET' });
  expect(await codeOf(bodyText(body, 1000))).toBe('ECONNRESET');
});

test('an abort ends it with its reason, before the headers and after', async () => {
  const silent = await serve(() => controller.abort(new Error('enough')));
  const controller = new AbortController();
  await expect(exchange(silent, { method: 'GET', signal: controller.signal })).rejects.toThrow('enough');
  await expect(exchange(silent, { method: 'GET', signal: controller.signal })).rejects.toThrow('enough');
});
