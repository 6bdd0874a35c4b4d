import { type ControlType, type ProcessStatus, type Started, rpcCode } from '../../contract/executor.ts';
import { type Execution, type ExecutionListener, Refusal, execute, wordsOf } from '../execution.ts';
import { chunksOf } from '../output/chunks.ts';
import { killAfterMs } from '../../system/end-group.ts';
import type { CommandOutcome } from '../process/running-command.ts';
import { RpcProblem } from '../rpc/message.ts';
import type { Answer, ExecuteQuestion } from '../rpc/methods.ts';
import type { ExecutorTools } from '../tools.ts';
import type { Outbox } from './outbox.ts';
import { tellLimit } from './tell-limit.ts';

/** The one process that a session may have at a time. */
export interface SessionProcess {
  execute(question: ExecuteQuestion): Promise<Answer>;
  control(type: ControlType): Promise<Answer>;
  pid(): number | null;
  /** Resolves when what runs has ended by itself; at once where nothing does. */
  idle(): Promise<void>;
  /** There is room again for its output. */
  release(): void;
  /** Ends it, and starts nothing any more; where nobody listens its output is dropped. Resolves when nothing of it is left. */
  stop(nobodyListens: boolean): Promise<void>;
}

interface Current {
  execution: Execution;
  ended: Promise<CommandOutcome>;
  /** What the client has heard of it. */
  told?: 'started' | 'ended';
}

const refusalCode = {
  syntax: rpcCode.badParams,
  'not-allowed': rpcCode.notAllowed,
  'cannot-start': rpcCode.badParams,
  unavailable: rpcCode.internal,
};

/** From TERM to KILL, and a little for the last output. */
const lastOutputMs = killAfterMs + 500;

export function createSessionProcess(sessionId: string, outbox: Outbox, tools: ExecutorTools, onChange: () => void): SessionProcess {
  let current: Current | undefined;
  let starting = false;
  let deaf = false;
  const left = new AbortController();

  const listener: ExecutionListener = {
    onOutput(type, bytes) {
      // A batch may start and cancel it before anything is told: then nobody hears it.
      if (deaf || !current?.told) return;
      const chunks = chunksOf(bytes);
      for (const [place, chunk] of chunks.entries()) outbox.stream(type, chunk, place, chunks.length);
      if (outbox.isFull()) current?.execution.hold();
    },
    onLimit: (notice, uuid) => tellLimit(notice, outbox, { session_id: sessionId, execution_uuid: uuid }),
    onHookFailed: ({ hook, command, error = '', stderr, execution_uuid }) =>
      outbox.notify('hook.warning', { hook, command, error, stderr, execution_uuid }),
  };

  function statusOf({ pid, uuid }: Execution, status: ProcessStatus['status'], outcome?: CommandOutcome): ProcessStatus {
    const ending = outcome && {
      exit_code: outcome.exitCode,
      ...(outcome.error === undefined ? {} : { error: outcome.error }),
      execution_time: outcome.seconds,
    };
    return { status, pid, pgid: pid, ...ending, execution_uuid: uuid };
  }

  /** Whoever ends it tells so: several may, but only once. */
  function tellEnd(mine: Current, outcome: CommandOutcome): void {
    const { execution } = mine;
    if (mine.told !== 'started') return;
    mine.told = 'ended';
    const event = outcome.status === 'canceled' ? 'process.canceled' : 'process.completed';
    outbox.notify(event, statusOf(execution, outcome.status, outcome));
  }

  function follow(execution: Execution): Current {
    const ended = execution.done.finally(() => {
      current = undefined;
      onChange();
    });
    return { execution, ended };
  }

  async function run({ command, timeout }: ExecuteQuestion): Promise<Answer> {
    if (current || starting) throw new RpcProblem(rpcCode.badParams, 'a process is running already; a session has one at a time');
    starting = true;
    try {
      const argv = wordsOf(command, tools.settings.allowedCommands);
      const execution = await execute({ argv, timeoutSeconds: timeout, sessionId, signal: left.signal }, listener, tools);
      // Nothing of it is heard before it is told to have started.
      execution.hold();
      const mine = (current = follow(execution));
      onChange();
      const result: Started = { status: 'started', pid: execution.pid, pgid: execution.pid };
      return { result, after: () => begin(mine) };
    } catch (error) {
      throw error instanceof Refusal ? new RpcProblem(refusalCode[error.kind], error.message) : error;
    } finally {
      starting = false;
    }
  }

  function begin(mine: Current): void {
    mine.told = 'started';
    outbox.notify('process.started', statusOf(mine.execution, 'started'));
    if (!outbox.isFull()) mine.execution.release();
    void mine.ended.then(
      (outcome) => outcome.status !== 'canceled' && tellEnd(mine, outcome),
      (error: unknown) => {
        tools.log.error({ session_id: sessionId, error: String(error), execution_uuid: mine.execution.uuid }, 'internal error');
        outbox.notify('process.error', { error: 'internal error', execution_uuid: mine.execution.uuid });
      },
    );
  }

  async function control(type: ControlType): Promise<Answer> {
    const mine = current;
    if (!mine) throw new RpcProblem(rpcCode.noProcess, 'no process is running');
    const { execution } = mine;
    if (type === 'CANCEL') {
      execution.cancel();
      if (!mine.told) execution.release();
      const outcome = await mine.ended;
      // It may have ended by itself just before; then that has been told.
      return { result: { status: 'canceled' }, after: () => outcome.status === 'canceled' && tellEnd(mine, outcome) };
    }
    const status = type === 'PAUSE' ? 'paused' : 'resumed';
    if (type === 'PAUSE') execution.pause();
    else execution.resume();
    return { result: { status }, after: () => outbox.notify(`process.${status}`, statusOf(execution, status)) };
  }

  return {
    execute: run,
    control,
    pid: () => current?.execution.pid ?? null,
    idle: async () => void (await current?.ended),
    release: () => current?.execution.release(),
    async stop(nobodyListens) {
      left.abort();
      const mine = current;
      const turnDeaf = () => {
        deaf = true;
        mine?.execution.release();
      };
      if (nobodyListens) turnDeaf();
      if (!mine) return;
      mine.execution.cancel();
      // What it still wrote goes out first, but a client that reads no more must not keep us.
      const patience = setTimeout(turnDeaf, lastOutputMs);
      const outcome = await mine.ended;
      clearTimeout(patience);
      // Told also where the last output was dropped: a busy machine takes longer than that over ending everything.
      if (!nobodyListens && outcome.status === 'canceled') tellEnd(mine, outcome);
    },
  };
}
