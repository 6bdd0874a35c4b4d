import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { executorPath } from '../../contract/executor.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Guard } from './guard.ts';
import { refuseUpgrade, urlOf } from './listen.ts';

/** Lets those who may in as WebSockets; the rest gets an answer in HTTP. Returns what stops it. */
export function acceptUpgrades(
  server: Server,
  { guard, sessions, maxMessageSize }: { guard: Guard; sessions: Sessions; maxMessageSize: number },
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageSize, perMessageDeflate: false, clientTracking: false });
  let open = true;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until the handshake is done nobody else looks after the socket.
    const drop = () => socket.destroy();
    socket.on('error', drop);
    const url = urlOf(request);
    if (!open) return refuseUpgrade(socket, '503 Service Unavailable', 'the executor ends');
    if (url?.pathname !== executorPath) return refuseUpgrade(socket, '404 Not Found', `the WebSocket is at ${executorPath}`);
    if (!guard.mayComeFrom(request.headers))
      return refuseUpgrade(socket, '403 Forbidden', 'this origin may not connect; ALLOWED_ORIGINS names those that may');
    if (!guard.hasToken(request.headers, url.searchParams))
      return refuseUpgrade(socket, '401 Unauthorized', 'the token is missing or wrong: send it as Authorization: Bearer …, or as ?token=…');
    sockets.handleUpgrade(request, socket, head, (client) => {
      socket.off('error', drop);
      sessions.open(client);
    });
  });
  return () => {
    open = false;
  };
}
