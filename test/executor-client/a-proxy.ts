import { once } from 'node:events';
import { type Socket, connect, createServer } from 'node:net';

/** Stands between a client and a server, and counts what it could pass on to the client. */
export interface AProxy extends AsyncDisposable {
  url: string;
  passed(): number;
  /** Resolves once the client has taken nothing for a moment although there is more, or has taken this much. */
  stalledOr(bytes: number): Promise<void>;
}

const momentMs = 300;

export async function aProxy(to: string): Promise<AProxy> {
  const { port, pathname } = new URL(to);
  const sockets = new Set<Socket>();
  let passed = 0;
  let blockedSince: number | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => [client, upstream].map((each) => each.destroy()));
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      passed += bytes.length;
      if (client.write(bytes)) return;
      blockedSince = performance.now();
      upstream.pause();
    });
    client.on('drain', () => {
      blockedSince = undefined;
      upstream.resume();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has a port');
  return {
    url: `ws://127.0.0.1:${address.port}${pathname}`,
    passed: () => passed,
    async stalledOr(bytes) {
      const isOver = () => passed >= bytes || (blockedSince !== undefined && performance.now() - blockedSince > momentMs);
      while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
