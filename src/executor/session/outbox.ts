import type { WebSocket } from 'ws';
import type { NotificationName, Notifications, RpcResponse } from '../../contract/executor.ts';
import type { OutputEncoder } from '../output/output-message.ts';

/** What goes to one client. It holds little: who writes into it is asked to wait while the client reads slowly. */
export interface Outbox {
  respond(response: RpcResponse | RpcResponse[]): void;
  notify<Name extends NotificationName>(method: Name, params: Notifications[Name]): void;
  /** Tells `process.output`; the bytes are valid UTF-8. */
  stream(...chunk: Parameters<OutputEncoder>): void;
  /** Output has to wait. */
  isFull(): boolean;
  /** Answers have to wait too. Until then a client that does not read can still cancel. */
  isOverfull(): boolean;
  /** Messages that had to wait and have left: these only a client that reads makes room for. What did not wait, the system may hold for it. */
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
    let waited = false;
    socket.send(text, { binary: false }, () => onSent(waited));
    waited = socket.bufferedAmount > 0;
    full ||= socket.bufferedAmount > limit;
  };
  const send = (message: object) => write(JSON.stringify(message));
  const onSent = (waited: boolean) => {
    if (waited) taken += 1;
    if (!full || socket.bufferedAmount > limit / 2) return;
    full = false;
    onRoom();
  };
  return {
    respond: send,
    notify: (method, params) => send({ jsonrpc: '2.0', method, params }),
    stream: (...chunk) => write(encode(...chunk)),
    isFull: () => full,
    isOverfull: () => full && socket.bufferedAmount > limit * 2,
    taken: () => taken,
  };
}
