import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { body, headers } from './request.ts';

const connections = 8;
/** A fraction of a second's worth: short enough that both sides of a pair meet the same machine. */
export const slice = 800;

/**
 * Eight connections ask so many times, each again as soon as it has its answer. On bare sockets, since a client that parses
 * all it gets is slower than the servers. An answer that is no 200 ends the benchmark: figures of something broken are none.
 */
export async function requestsPerSecond(url: string, amount = slice): Promise<number> {
  const { hostname, port, host } = new URL(url);
  const lines = Object.entries({ ...headers, host, 'content-length': String(Buffer.byteLength(body)) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = `POST /v1/messages HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const since = performance.now();
  await Promise.all(sockets.map((socket) => ask(socket, request, amount / connections)));
  return (amount / (performance.now() - since)) * 1000;
}

/** Both send their streams in chunks; an empty one is the end (RFC 9112, 7.1). */
const end = '\r\n0\r\n\r\n';

function ask(socket: Socket, request: string, times: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let left = times;
  let answer = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    answer += text;
    if (!answer.endsWith(end)) return;
    if (!answer.startsWith('HTTP/1.1 200 ')) reject(new Error(`an answer began with ${answer.slice(0, 40)}`));
    answer = '';
    left -= 1;
    if (left > 0) socket.write(request);
    else socket.end(resolve);
  });
  socket.once('error', reject);
  socket.once('close', () => reject(new Error('a connection was closed before it had all its answers')));
  socket.write(request);
  return promise;
}
