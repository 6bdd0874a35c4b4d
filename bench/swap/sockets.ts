import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Done, going away, restarting (RFC 6455, 7.4.1, and IANA's register). */
const properly = [1000, 1001, 1012];
const echoEveryMs = 1000;
const patienceMs = 10_000;
/** Clients that all came back at once would measure each other: RFC 6455, 7.2.3, asks for a random delay, of up to 5 s; what browsers use (reconnecting-websocket, socket.io) waits 1 s and more. */
const reconnectWithinMs = 1000;

export interface Closings {
  closedProperly: number;
  failed: number;
}

/** WebSockets that are held open, speak once a second and want it echoed, and connect again when they are closed. */
export async function sockets(url: string, count: number): Promise<() => Promise<Closings>> {
  const said: Closings = { closedProperly: 0, failed: 0 };
  const ended = new AbortController();
  const opened = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const all = opened.map(async ({ resolve }) => {
    while (!ended.signal.aborted) {
      const code = await hold(url, resolve, ended.signal);
      if (ended.signal.aborted) return;
      if (properly.includes(code)) said.closedProperly++;
      else said.failed++;
      await sleep(Math.random() * reconnectWithinMs);
    }
  });
  await Promise.all(opened.map(({ promise }) => promise));
  return async () => {
    ended.abort();
    await Promise.all(all);
    return said;
  };
}

/** One of them until it is closed: the code, which is 1006 where nobody said goodbye. */
function hold(url: string, onOpen: () => void, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: patienceMs });
    let waitingSince: number | undefined;
    const speak = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (waitingSince !== undefined && performance.now() - waitingSince > patienceMs) return socket.terminate();
      waitingSince ??= performance.now();
      socket.send('still there?');
    }, echoEveryMs);
    const leave = () => socket.close(1000);
    signal.addEventListener('abort', leave, { once: true });
    socket.once('open', onOpen);
    socket.on('message', () => (waitingSince = undefined));
    socket.on('error', () => undefined);
    socket.once('close', (code) => {
      clearInterval(speak);
      signal.removeEventListener('abort', leave);
      resolve(code);
    });
  });
}
