import type { RpcError } from '../contract/executor.ts';

/** The executor's own answer to something that it does not do; `code` is one of the contract's `rpcCode`. */
export class ExecutorError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor({ code, message, data }: RpcError) {
    super(message);
    this.name = 'ExecutorError';
    this.code = code;
    this.data = data;
  }
}

/** The connection ended while something was to come over it. A command that ran has ended with it: the executor sees to that. */
export class ConnectionLostError extends Error {
  /** The WebSocket's, where the other side closed it in so many words. */
  readonly closeCode: number | undefined;

  constructor(message: string, closeCode?: number) {
    super(message);
    this.name = 'ConnectionLostError';
    this.closeCode = closeCode;
  }
}

/** `unreachable` may be different soon; the others are for somebody to mend. */
export type RefusalReason = 'unreachable' | 'token' | 'origin' | 'session-limit' | 'no-executor';

/** There is no session to be had. */
export class CannotConnectError extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CannotConnectError';
    this.reason = reason;
  }
}

/** The output was asked for when the first of it had been let go already. */
export class OutputMissedError extends Error {
  constructor() {
    super('nobody read the output in time, and the first of it is gone; begin to read it before anything else is awaited');
    this.name = 'OutputMissedError';
  }
}
