import type { WebSocket } from 'ws';

/** Intervals without any sign of life after which a client is gone. */
const patience = 2;

/**
 * Pings the client (RFC 6455, 5.5.2). A pong, a message, or bytes taken are signs of life: one that reads slowly answers late, and an
 * application that never sends its own `pong` is not dropped.
 */
export function keepHeartbeat(
  socket: WebSocket,
  { everyMs, taken, onPing, onDead }: { everyMs: number; taken: () => number; onPing: () => void; onDead: () => void },
): { seen(): void; stop(): void } {
  let silent = 0;
  let takenBefore = taken();
  const seen = () => (silent = 0);
  socket.on('pong', seen);
  socket.on('ping', seen);
  const timer = setInterval(() => {
    const takenNow = taken();
    if (takenNow > takenBefore) seen();
    takenBefore = takenNow;
    if (silent >= patience) return onDead();
    silent += 1;
    socket.ping();
    onPing();
    takenBefore = taken();
  }, everyMs);
  return { seen, stop: () => clearInterval(timer) };
}
