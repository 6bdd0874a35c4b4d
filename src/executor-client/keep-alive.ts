import type { WebSocket } from 'ws';

const usualMs = 15_000;
/** Intervals without a sign of life after which the other side is gone, though no packet said so. */
const patience = 2;

/** Notices when the executor is gone, and keeps it from thinking so of us while we do not read. */
export function keepAlive(socket: WebSocket, everyMs: number = usualMs): void {
  let silent = 0;
  const seen = () => (silent = 0);
  for (const event of ['message', 'ping', 'pong']) socket.on(event, seen);
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    // Its pings are not read now, so they are not answered. An unsolicited pong is a heartbeat too (RFC 6455, 5.5.3).
    if (socket.isPaused) return socket.pong();
    if (silent >= patience) return socket.terminate();
    silent += 1;
    socket.ping();
  }, everyMs).unref();
  socket.once('close', () => clearInterval(timer));
}
