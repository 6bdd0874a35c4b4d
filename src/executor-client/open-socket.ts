import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { rpcCode } from '../contract/executor.ts';
import type { Address } from './address.ts';
import { CannotConnectError } from './errors.ts';
import { type Answered, type Told, readMessage } from './message.ts';

/** For the handshake and for the executor's first word. */
const handshakeMs = 10_000;

export interface OpenSocket {
  socket: WebSocket;
  sessionId: string;
  /** Told what came after the greeting, and all that comes. */
  listen(onMessage: (message: Message) => void): void;
}

type Message = Told | Answered;

/** Resolves once the executor has said `connected`. Rejects with CannotConnectError, or why it was aborted. */
export async function openSocket({ url, token, hide }: Address, { signal }: { signal: AbortSignal }): Promise<OpenSocket> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<OpenSocket>();
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: handshakeMs });
  const refuse = (error: unknown) => {
    reject(error);
    socket.terminate();
  };
  const notThere = (said: string) => refuse(new CannotConnectError('no-executor', `what listens at ${url} is no executor: ${said}`));
  const onAbort = () => refuse(signal.reason);
  const timer = setTimeout(() => notThere(`nothing was said within ${handshakeMs / 1000} s`), handshakeMs);
  signal.addEventListener('abort', onAbort);

  let greeted = false;
  // More than the greeting may come in one piece, before anybody can listen.
  const early: Message[] = [];
  let onMessage = (message: Message): unknown => early.push(message);
  const listen: OpenSocket['listen'] = (listener) => {
    onMessage = listener;
    for (const message of early.splice(0)) listener(message);
  };
  socket.on('message', (data: Buffer) => {
    const message = readMessage(data);
    if (!message) return notThere('it does not speak JSON-RPC');
    if (greeted) return void onMessage(message);
    if ('error' in message && message.error.code === rpcCode.sessionLimit) {
      return refuse(new CannotConnectError('session-limit', hide(message.error.message)));
    }
    if (!('method' in message) || message.method !== 'connected') return notThere('its first word is another');
    greeted = true;
    resolve({ socket, sessionId: message.params.session_id, listen });
  });
  socket.once('unexpected-response', (_request, response: IncomingMessage) => refuse(refusalOf(response.statusCode ?? 0, url)));
  // Stays for as long as the socket lives: an error without a listener would end the process. What follows is its `close`.
  socket.on('error', (error: NodeJS.ErrnoException) => reject(unreachable(url, hide(error.message || (error.code ?? 'it failed')), error)));
  socket.once('close', (code: number) => reject(unreachable(url, `it closed the connection (${code})`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function refusalOf(status: number, url: string): CannotConnectError {
  if (status === 401) return new CannotConnectError('token', `the executor at ${url} does not take this token, or wants one`);
  if (status === 403) return new CannotConnectError('origin', `the executor at ${url} lets nobody in from here`);
  // While it ends, or from a proxy that waits for it to start.
  if (status >= 500) return unreachable(url, `HTTP status ${status}`);
  return new CannotConnectError('no-executor', `what listens at ${url} is no executor: HTTP status ${status}`);
}

function unreachable(url: string, said: string, cause?: unknown): CannotConnectError {
  return new CannotConnectError('unreachable', `the executor at ${url} cannot be reached: ${said}`, cause);
}
