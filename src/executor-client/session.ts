import { type HookStatus, type ProcessStatus, rpcCode } from '../contract/executor.ts';
import type { Address } from './address.ts';
import { ConnectionLostError, ExecutorError } from './errors.ts';
import { type Execution, type FollowedExecution, followExecution } from './execution.ts';
import { keepAlive } from './keep-alive.ts';
import type { Answered, Told } from './message.ts';
import { type Notice, noticeOf } from './notice.ts';
import { openSocket } from './open-socket.ts';
import { createRequests } from './requests.ts';

export interface ExecuteOptions {
  /** Seconds; by default the executor estimates it from what the command took before. */
  timeout?: number | undefined;
  /** Of standard output, and as many of standard error, that the result keeps; default 8 MiB. */
  maxOutputBytes?: number | undefined;
}

/** One connection; it does not come back. */
export interface Session {
  readonly id: string;
  isOpen(): boolean;
  execute(command: string | readonly string[], options: ExecuteOptions): Promise<Execution>;
  hookStatus(): Promise<HookStatus>;
  /** Resolves to why, once it is closed. */
  readonly over: Promise<Error>;
  /** What is at work over it gets `why`. Resolves once it is closed. */
  close(why: Error): Promise<void>;
}

const defaultMaxOutputBytes = 8 * 1024 * 1024;
/** For the other side to close too, before the connection is cut. */
const closeMs = 1000;

export async function openSession(
  address: Address,
  { signal, onNotice }: { signal: AbortSignal; onNotice: (notice: Notice) => void },
): Promise<Session> {
  let starting: { begin(status: ProcessStatus): void; reject(why: Error): void } | undefined;
  let current: FollowedExecution | undefined;
  let closedFor: Error | undefined;
  const { socket, sessionId, listen } = await openSocket(address, { signal });
  const requests = createRequests(send, address.hide);
  const over = Promise.withResolvers<Error>();
  keepAlive(socket);
  socket.once('close', (code: number, reason: Buffer) => {
    const why = closedFor ?? lostBy(code, address.hide(reason.toString()));
    requests.fail(why);
    starting?.reject(why);
    current?.fail(why);
    over.resolve(why);
  });

  listen(onMessage);

  function send(message: object): void {
    // Where it fails the socket closes, and that is told to all who wait.
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message), () => undefined);
  }

  function onMessage(message: Told | Answered): void {
    if (closedFor) return;
    if ('method' in message) hear(message);
    else requests.answer(message);
    regulate();
  }

  function hear(message: Told): void {
    switch (message.method) {
      case 'process.output':
        return current?.push(message.params);
      case 'process.started':
        starting?.begin(message.params);
        starting = undefined;
        return;
      case 'process.completed':
      case 'process.canceled':
        current?.end(message.params);
        current = undefined;
        return;
      case 'process.error':
        onNotice(message);
        current?.fail(new ExecutorError({ code: rpcCode.internal, message: address.hide(message.params.error) }));
        current = undefined;
        return;
      case 'ping':
        return send({ jsonrpc: '2.0', method: 'pong', params: {} });
      default: {
        const notice = noticeOf(message);
        if (notice) onNotice(notice);
      }
    }
  }

  /** An answer comes behind the output: while one is awaited all is read, though nobody takes it. It is soon there. */
  function regulate(): void {
    const wait = (current?.isFull() ?? false) && requests.waiting() === 0 && !closedFor;
    if (wait && !socket.isPaused) socket.pause();
    if (!wait && socket.isPaused) socket.resume();
  }

  function ask(...request: Parameters<typeof requests.ask>): Promise<unknown> {
    const answer = requests.ask(...request);
    regulate();
    return answer;
  }

  return {
    id: sessionId,
    over: over.promise,
    isOpen: () => socket.readyState === socket.OPEN,
    execute(command, { timeout, maxOutputBytes = defaultMaxOutputBytes }) {
      const { promise, resolve, reject } = Promise.withResolvers<Execution>();
      const control = (type: string) => ask('control', { type });
      const begin = (status: ProcessStatus) => {
        current = followExecution({ status, sessionId, command, maxOutputBytes, control, onRoom: regulate });
        resolve(current.execution);
      };
      ask('execute', { command, timeout }, () => (starting = { begin, reject })).catch(reject);
      return promise;
    },
    hookStatus: async () => (await ask('hook_status', {})) as HookStatus,
    async close(why) {
      closedFor ??= why;
      regulate();
      socket.close(1000);
      const cut = setTimeout(() => socket.terminate(), closeMs);
      await over.promise;
      clearTimeout(cut);
    },
  };
}

function lostBy(code: number, reason: string): ConnectionLostError {
  // RFC 6455, 7.4.1: 1006 is said by nobody, it stands for a connection that broke.
  if (code === 1006) return new ConnectionLostError('the connection to the executor broke');
  return new ConnectionLostError(`the executor closed the connection: ${reason || 'it did not say why'} (${code})`, code);
}
