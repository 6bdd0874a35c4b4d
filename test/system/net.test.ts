import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ephemeralRange, isBindable } from '../../src/system/net.ts';
import { holderOf } from '../../src/system/port-holder.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

test.each(['0.0.0.0', '127.0.0.1', '::', '::1'])('a port that somebody listens on at %s cannot be bound', async (host) => {
  const port = await listening(host);
  expect(await isBindable(port)).toBe(false);
});

test('a listener for IPv6 alone counts too', async () => {
  expect(await isBindable(await listening('::', true))).toBe(false);
});

test('a port is free again once its listener is gone', async () => {
  const port = await listening('0.0.0.0');
  closing.splice(0).forEach((close) => close());
  expect(await isBindable(port)).toBe(true);
});

test('looking leaves the port free', async () => {
  const port = await listening('0.0.0.0');
  closing.splice(0).forEach((close) => close());
  expect([await isBindable(port), await isBindable(port)]).toEqual([true, true]);
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a user who may not bind port 987 still sees whether it is free, for the engine may',
  async () => {
    await listening('127.0.0.1', false, 986);
    process.seteuid?.(65_534);
    try {
      expect([await isBindable(986), await isBindable(987)]).toEqual([false, true]);
    } finally {
      process.seteuid?.(0);
    }
  },
);

test('UDP is looked at apart from TCP', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closing.push(() => socket.close());
  const { port } = socket.address();
  expect([await isBindable(port, 'udp'), await isBindable(port, 'tcp')]).toEqual([false, true]);
});

test('the ephemeral range lies within the ports', async () => {
  const { from, to } = await ephemeralRange();
  expect(from).toBeGreaterThan(1023);
  expect(to).toBeGreaterThan(from);
});

test.runIf(process.platform === 'linux')('the program that has a port is found', async () => {
  expect(await holderOf(await listening('127.0.0.1'))).toMatchObject({ pid: process.pid });
});

test('nobody has a free port', async () => {
  const port = await listening('127.0.0.1');
  closing.splice(0).forEach((close) => close());
  expect(await holderOf(port)).toBeUndefined();
});

async function listening(host: string, ipv6Only = false, port = 0): Promise<number> {
  const server = createServer();
  server.listen({ port, host, ipv6Only });
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
