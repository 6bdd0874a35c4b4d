import { connect } from 'node:net';

/** How a connection went: it stayed open for `holdMs`, the other side spoke, closed it, failed, or nothing came within `timeoutMs`. */
export type Connection = { ended: 'held' | 'answered' | 'closed' | 'timeout' } | { ended: 'failed'; error: Error };

/** Connects over TCP, listens for `holdMs` without saying anything, and hangs up. */
export function tryConnection({ host, port }: { host: string; port: number }, holdMs: number, timeoutMs: number): Promise<Connection> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const timers = [setTimeout(() => finish({ ended: 'timeout' }), timeoutMs)];
    socket.on('connect', () => {
      if (holdMs === 0) finish({ ended: 'held' });
      else timers.push(setTimeout(() => finish({ ended: 'held' }), holdMs));
    });
    socket.on('data', () => finish({ ended: 'answered' }));
    socket.on('close', () => finish({ ended: 'closed' }));
    socket.on('error', (error) => finish({ ended: 'failed', error }));
    function finish(connection: Connection) {
      for (const timer of timers) clearTimeout(timer);
      resolve(connection);
      socket.destroy();
    }
  });
}
