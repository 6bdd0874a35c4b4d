import type { AddressInfo, Server } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Address } from '../../../../src/deploy/verify/probes/look.ts';

/** Opens a real server on a free port of this machine; it is gone after the test. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<Address> {
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    open.add(socket);
    // A client that hangs up is what these servers are here for.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { host, port: (server.address() as AddressInfo).port };
}

/** A port that nobody listens on: it was free a moment ago. */
export async function nobody(server: Server): Promise<Address> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { host: '127.0.0.1', port };
}
