import { type CommandResult, type ControlType, type OutputChunk, type ProcessStatus, rpcCode } from '../contract/executor.ts';
import { ExecutorError } from './errors.ts';
import { keepOutput } from './kept-output.ts';
import { type Output, createOutputQueue } from './output-queue.ts';

export interface ExecutionResult extends CommandResult {
  /** Only where the command wrote more than is kept. */
  truncated?: true;
}

/** A command at work. */
export interface Execution {
  readonly pid: number;
  readonly uuid: string;
  /**
   * What it writes, once. A reader that is slow makes the executor, and then the command, wait for it; so whoever begins to read reads on
   * or breaks off. Where nobody reads, nothing waits: 8 MiB are held for somebody who begins late, then all goes to `completed` only.
   */
  readonly output: AsyncIterable<Output>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Resolves once nothing of it is left; output that nobody has taken by then may be left out. One that has ended is no error. */
  cancel(): Promise<void>;
  /** Resolves however it ends. Rejects with ConnectionLostError; that nobody listens to it then is no unhandled rejection. */
  readonly completed: Promise<ExecutionResult>;
}

export interface ExecutionTold {
  status: ProcessStatus;
  sessionId: string;
  command: string | readonly string[];
  /** Of each stream, for the result. */
  maxOutputBytes: number;
  control(type: ControlType): Promise<unknown>;
  /** Its output fits again. */
  onRoom(): void;
}

/** The session's side of it. */
export interface FollowedExecution {
  execution: Execution;
  push(chunk: OutputChunk): void;
  isFull(): boolean;
  end(status: ProcessStatus): void;
  fail(why: Error): void;
}

export function followExecution({
  status: started,
  sessionId,
  command,
  maxOutputBytes,
  control,
  onRoom,
}: ExecutionTold): FollowedExecution {
  const { pid, execution_uuid: uuid } = started;
  const queue = createOutputQueue(onRoom);
  const kept = { stdout: keepOutput(maxOutputBytes), stderr: keepOutput(maxOutputBytes) };
  const { promise: completed, resolve, reject } = Promise.withResolvers<ExecutionResult>();
  completed.catch(() => undefined);
  let over = false;

  /** A session's controls mean whatever runs in it: never the next command. */
  async function steer(type: ControlType): Promise<void> {
    if (over) throw new ExecutorError({ code: rpcCode.noProcess, message: 'the command has ended' });
    await control(type);
  }

  async function cancel(): Promise<void> {
    queue.leaveOutTheRest();
    await steer('CANCEL').catch((error: unknown) => {
      if (!(error instanceof ExecutorError) || error.code !== rpcCode.noProcess) throw error;
    });
    await completed;
  }

  function resultOf({ exit_code: exitCode, error, execution_time: seconds }: ProcessStatus): ExecutionResult {
    const truncated = kept.stdout.isTruncated() || kept.stderr.isTruncated();
    return {
      session_id: sessionId,
      timestamp: new Date().toISOString(),
      task: typeof command === 'string' ? command : command.join(' '),
      output: kept.stdout.text(),
      error: kept.stderr.text() || (error ?? ''),
      return_code: exitCode ?? 0,
      execution_time: seconds ?? 0,
      ...(truncated ? { truncated } : {}),
      execution_uuid: uuid,
    };
  }

  return {
    execution: { pid, uuid, output: queue.output, pause: () => steer('PAUSE'), resume: () => steer('RESUME'), cancel, completed },
    push({ type, data }) {
      kept[type].push(data);
      queue.push({ type, data });
    },
    isFull: queue.isFull,
    end(status) {
      over = true;
      queue.end();
      resolve(resultOf(status));
    },
    fail(why) {
      over = true;
      queue.end(why);
      reject(why);
    },
  };
}
