import type { WebSocket } from 'ws';
import type { NotificationName, Notifications, RpcResponse } from '../../contract/executor.ts';
import type { OutputEncoder } from '../output/output-message.ts';

/** What goes to one client. It holds little: who writes into it is asked to wait while the client reads slowly. */
export interface Outbox {
  respond(response: RpcResponse | RpcResponse[]): void;
  notify<Name extends NotificationName>(method: Name, params: Notifications[Name]): void;
  /** Tells `process.output`; the bytes are valid UTF-8. */
  stream(...chunk: Parameters<OutputEncoder>): void;
  isFull(): boolean;
  /** Messages that have left so far: as long as the client reads, they grow. */
  taken(): number;
}

/** `onRoom` is called when less than half of `limit` bytes wait again after it was full. */
export function createOutbox(
  socket: WebSocket,
  { limit, encode, onRoom }: { limit: number; encode: OutputEncoder; onRoom: () => void },
): Outbox {
  let taken = 0;
  let full = false;
  const write = (text: string | Buffer) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text, { binary: false }, onSent);
    full ||= socket.bufferedAmount > limit;
  };
  const send = (message: object) => write(JSON.stringify(message));
  const onSent = () => {
    taken += 1;
    if (!full || socket.bufferedAmount > limit / 2) return;
    full = false;
    onRoom();
  };
  return {
    respond: send,
    notify: (method, params) => send({ jsonrpc: '2.0', method, params }),
    stream: (...chunk) => write(encode(...chunk)),
    isFull: () => full,
    taken: () => taken,
  };
}
