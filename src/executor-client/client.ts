import type { HookStatus } from '../contract/executor.ts';
import { readAddress } from './address.ts';
import { ConnectionLostError } from './errors.ts';
import type { Execution, ExecutionResult } from './execution.ts';
import { type ConnectionState, keepSession } from './kept-session.ts';
import type { Notice } from './notice.ts';
import type { Output } from './output-queue.ts';
import { runToItsEnd } from './run.ts';
import type { ExecuteOptions } from './session.ts';

export type { CommandResult, HookStatus } from '../contract/executor.ts';
export { rpcCode } from '../contract/executor.ts';
export * from './errors.ts';
export type { ConnectionState, ExecuteOptions, Execution, ExecutionResult, Notice, Output };

export interface ConnectOptions {
  /** `ws://localhost:8003/ws/mcp`, as `portside url websocket` prints it. */
  url: string | URL;
  /** Goes out in a header, and into no message. Not needed where the executor asks for none. */
  token?: string | undefined;
  /** Aborting it closes the client; what is at work then gets its reason. */
  signal?: AbortSignal | undefined;
  /** Whether to connect again after the connection was lost; default true. The first connection is tried once. */
  reconnect?: boolean | undefined;
  /** Seconds that a command waits for a lost connection to be back; default 30. */
  connectTimeout?: number | undefined;
  /** Told of hooks that failed, and of limits that an agent has run into. */
  onNotice?: ((notice: Notice) => void) | undefined;
  onConnection?: ((state: ConnectionState) => void) | undefined;
}

export interface RunOptions extends ExecuteOptions {
  /** Told each piece in its order. Where it returns a promise, the next piece waits for it, and with it in the end the command. */
  onOutput?: ((output: Output) => unknown) | undefined;
  /** Aborting it cancels the command; once nothing of that is left, its reason is thrown. */
  signal?: AbortSignal | undefined;
}

/** One session of an executor, which runs one command at a time. `await using` closes it. */
export interface ExecutorClient extends AsyncDisposable {
  /** Another one after each reconnection. */
  readonly sessionId: string;
  /** Resolves once the command has started. */
  execute(command: string | readonly string[], options?: ExecuteOptions): Promise<Execution>;
  /** Runs it to its end, whatever its exit code. */
  run(command: string | readonly string[], options?: RunOptions): Promise<ExecutionResult>;
  hookStatus(): Promise<HookStatus>;
  /** A command that still runs is ended with its session. */
  close(): Promise<void>;
}

/**
 * Opens a session. A list of words is a command as it stands; text is split into words, and no shell reads it.
 * Throws CannotConnectError; later, each method throws that, ConnectionLostError, or ExecutorError for what the executor refuses.
 */
export async function connectExecutor(options: ConnectOptions): Promise<ExecutorClient> {
  const { url, token, reconnect = true, connectTimeout = 30, onNotice = () => undefined, onConnection = () => undefined } = options;
  const { signal = never } = options;
  const kept = await keepSession(readAddress(url, token), {
    ...{ reconnect, signal, onNotice, onConnection },
    readyMs: connectTimeout * 1000,
    random: Math.random,
  });
  const close = () => kept.close(new ConnectionLostError('the client was closed'));
  return {
    get sessionId() {
      return kept.latest().id;
    },
    execute: async (command, executeOptions = {}) => (await kept.ready(never)).execute(command, executeOptions),
    run: async (command, runOptions = {}) => {
      const session = await kept.ready(runOptions.signal ?? never);
      return runToItsEnd(await session.execute(command, runOptions), runOptions);
    },
    hookStatus: async () => (await kept.ready(never)).hookStatus(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const never = new AbortController().signal;
