import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Probe } from '../../../../src/deploy/model/probe.ts';
import { lookWebsocket } from '../../../../src/deploy/verify/probes/websocket.ts';
import { listen, nobody } from './listen.ts';
import { selfSigned } from './self-signed.ts';

type WebsocketProbe = Extract<Probe, { kind: 'websocket' }>;

const plain: WebsocketProbe = { kind: 'websocket', service: 'web', cause: '', target: 80, path: '/ws', tls: false };

function speaking<Kind extends HttpServer | HttpsServer>(server: Kind): Kind {
  const speaker = new WebSocketServer({ noServer: true, path: '/ws' });
  server.on('upgrade', (request, socket, head) => speaker.handleUpgrade(request, socket, head, () => undefined));
  return server;
}

test('a handshake passes', async () => {
  const address = await listen(speaking(createHttp()));
  expect(await lookWebsocket(plain, address, 5000)).toEqual({ passed: true, detail: 'handshake done' });
});

test('over TLS too, with a certificate of its own', async () => {
  const address = await listen(speaking(createHttps(selfSigned)));
  expect(await lookWebsocket({ ...plain, tls: true }, address, 5000)).toMatchObject({ passed: true });
});

test('another path is refused with its status', async () => {
  const address = await listen(speaking(createHttp()));
  expect(await lookWebsocket({ ...plain, path: '/other' }, address, 5000)).toEqual({ passed: false, detail: 'no WebSocket: status 400' });
});

test('a plain web server is no WebSocket', async () => {
  const address = await listen(createHttp((_request, response) => response.writeHead(200).end('hello')));
  expect(await lookWebsocket(plain, address, 5000)).toEqual({ passed: false, detail: 'no WebSocket: status 200' });
});

test('nobody there, one that closes at once, one that never answers', async () => {
  expect(await lookWebsocket(plain, await nobody(createServer()), 5000)).toEqual({ passed: false, detail: 'connection refused' });
  const closing = await listen(createServer((socket) => socket.destroy()));
  expect(await lookWebsocket(plain, closing, 5000)).toEqual({ passed: false, detail: 'connection closed without an answer' });
  const silent = await listen(createServer());
  expect(await lookWebsocket(plain, silent, 50)).toEqual({ passed: false, detail: 'Opening handshake has timed out' });
});

test('an IPv6 address is an address', async () => {
  const { port } = await nobody(createServer());
  expect(await lookWebsocket(plain, { host: '::1', port }, 5000)).toMatchObject({ passed: false });
});
