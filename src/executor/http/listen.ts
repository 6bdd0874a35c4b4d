import { getRequestListener } from '@hono/node-server';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Api } from './api.ts';

/** A server that listens; `close` stops accepting at once and resolves when the last request has been answered. */
export interface Listening {
  server: Server;
  port: number;
  close(): Promise<void>;
}

/** Throws UserError where the port is taken or may not be bound. */
export async function listen(api: Api, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** Answers instead of upgrading, and closes: also where the other side keeps its half open, for nobody else looks after such a socket. */
export function refuseUpgrade(socket: Duplex, status: string, detail: string): void {
  const body = JSON.stringify({ detail });
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** What was asked for; the host does not matter here. */
export function urlOf(request: IncomingMessage): URL | undefined {
  const url = `http://localhost${request.url ?? '/'}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): UserError {
  const taken = error.code === 'EADDRINUSE';
  return new UserError({
    code: 'cannot-listen',
    exit: exitCode.stopped,
    message: taken ? `port ${port} on ${host} is taken` : `cannot listen on ${host}:${port}: ${error.message}`,
    hint: 'API_PORT, WEBSOCKET_PORT and PORTSIDE_HOST say where the executor listens',
    cause: error,
  });
}
