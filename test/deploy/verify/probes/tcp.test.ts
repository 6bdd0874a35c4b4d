import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { lookTcp } from '../../../../src/deploy/verify/probes/tcp.ts';
import { listen, nobody } from './listen.ts';

test('one that was seen listening inside only has to accept', async () => {
  const address = await listen(createServer());
  expect(await lookTcp(address, 0, 5000)).toEqual({ passed: true, detail: 'connected' });
});

test('a connection that stays open is one', async () => {
  const address = await listen(createServer());
  expect(await lookTcp(address, 30, 5000)).toEqual({ passed: true, detail: 'connected, and it stays open' });
});

test('a greeting is as good', async () => {
  const address = await listen(createServer((socket) => socket.end('220 ready')));
  expect(await lookTcp(address, 5000, 10_000)).toEqual({ passed: true, detail: 'connected, and it answers' });
});

test("what the engine's proxy does for a container that does not listen is not: it accepts, and closes at once", async () => {
  const address = await listen(createServer((socket) => setTimeout(() => socket.destroy(), 2)));
  expect(await lookTcp(address, 5000, 10_000)).toEqual({ passed: false, detail: 'accepted and closed at once: nothing listens behind it' });
});

test('nobody there', async () => {
  expect(await lookTcp(await nobody(createServer()), 250, 5000)).toEqual({ passed: false, detail: 'connection refused' });
});
