import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Settings } from '../../../src/contract/settings.ts';
import type { Lease } from '../../../src/deploy/model/port.ts';
import type { Probe } from '../../../src/deploy/model/probe.ts';
import { endpointsOf, namedPorts } from '../../../src/deploy/verify/endpoints.ts';
import { listen } from './probes/listen.ts';

const lease: Lease = { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0 };
const http: Probe = { kind: 'http', service: 'web', target: 80, path: '/health', accept: 'success', tls: false, cause: '' };
const websocket: Probe = { kind: 'websocket', service: 'web', target: 80, path: '/ws', tls: false, cause: '' };

async function shown(leases: Partial<Lease>[], probes: Probe[] = [http], settings: Settings = {}, host = '127.0.0.1') {
  const all = leases.map((changes) => ({ ...lease, ...changes }));
  return (await endpointsOf(all, probes, settings, host)).map(({ name, url }) => `${name} ${url}`);
}

test.each([
  ['http', [http], 'web http://localhost:8001'],
  ['https', [{ ...http, tls: true }], 'web https://localhost:8001'],
  ['a WebSocket', [websocket], 'web ws://localhost:8001/ws'],
  ['a WebSocket over TLS', [{ ...websocket, tls: true }], 'web wss://localhost:8001/ws'],
  ['a WebSocket that asks for a token', [{ ...websocket, path: '/ws?token=hush' }], 'web ws://localhost:8001/ws'],
  ['both', [websocket, http], 'web http://localhost:8001'],
] as [string, Probe[], string][])('the probes know what the port speaks: %s', async (_what, probes, expected) => {
  expect(await shown([{}], probes)).toEqual([expected]);
});

test('else it is asked', async () => {
  const web = await listen(createHttp((_request, response) => response.writeHead(500).end()));
  const other = await listen(createServer((socket) => socket.end('220 mail')));
  expect(await shown([{ port: web.port }, { service: 'mail', port: other.port }], [])).toEqual([
    ...[`web http://localhost:${web.port}`, `mail tcp://localhost:${other.port}`],
  ]);
});

test('UDP is named and not asked', async () => {
  expect(await shown([{ protocol: 'udp', port: 53 }])).toEqual(['web udp://localhost:53']);
});

test('the name is the one of the settings, else the service, with the port where it has several', async () => {
  const settings: Settings = { ports: { api: { service: 'web', port: 80 } } };
  expect(await shown([{}], [http], settings)).toEqual(['api http://localhost:8001']);
  expect(await shown([{}, { target: 53, protocol: 'udp', port: 8002 }], [http])).toEqual([
    ...['web-80 http://localhost:8001', 'web-53-udp udp://localhost:8002'],
  ]);
});

test('a remote engine, and an address of its own, are shown as they are', async () => {
  expect(await shown([{}], [http], {}, 'engine.example')).toEqual(['web http://engine.example:8001']);
  expect(await shown([{ hostIp: '127.0.0.2' }])).toEqual(['web http://127.0.0.2:8001']);
  expect(await shown([{ hostIp: '::1' }])).toEqual(['web http://[::1]:8001']);
});

test("on the loopback of the engine's machine nobody is asked, for it would be ours", async () => {
  const web = await listen(createHttp((_request, response) => response.end()));
  expect(await shown([{ hostIp: '127.0.0.1', port: web.port }], [], {}, 'engine.example')).toEqual([`web tcp://127.0.0.1:${web.port}`]);
});

test('named ports are the leased ones; a name whose port is not published has none', () => {
  const settings: Settings = { ports: { api: { service: 'web', port: 80 }, gone: { service: 'web', port: 81 } } };
  expect(namedPorts([lease], settings)).toEqual({ api: 8001 });
});
