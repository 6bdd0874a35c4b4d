import type { TaskListResult, TaskListStatus, TaskResult } from '../../contract/executor.ts';
import { type Execution, Refusal, execute } from '../execution.ts';
import type { OutputType } from '../process/output-pump.ts';
import type { ExecutorTools } from '../tools.ts';
import { type Budget, createCapture } from './capture.ts';

export interface TaskListQuestion {
  id: string;
  /** As the client wrote them, and the words that run. */
  tasks: { description: string; argv: string[] }[];
  timeoutPerTask?: number | undefined;
}

/** Tasks that run one after the other; one that fails does not keep the next from its turn. */
export interface TaskList {
  id: string;
  status(): TaskListStatus;
  /** `3/5 tasks completed` */
  progress(): string;
  currentTask(): string | null;
  result(): TaskListResult;
  /** Bytes that it holds, about: what the tasks are and what they wrote. */
  size(): number;
  /** Its results are not kept any more. */
  forget(): void;
  /** Ends the task at work and starts no other. Resolves when nothing of it is left. */
  cancel(): Promise<void>;
  /** Resolves when the last task has ended. */
  done: Promise<void>;
}

/** What shells report for a program that may not be run, or is not there. */
const refusalCode = { 'not-allowed': 126, syntax: 126, 'cannot-start': 127, unavailable: 126 };
/** What all tasks of a list may keep together, as a multiple of what one stream may. */
const listBudget = 4;
const shownTask = 50;

/** `budget` is what all lists of the executor may keep together. */
export function startTaskList({ id, tasks, timeoutPerTask }: TaskListQuestion, budget: Budget, tools: ExecutorTools): TaskList {
  const { clock, settings } = tools;
  const uuid = tools.ids.uuid();
  const started = clock.monotonic();
  const startedAt = now();
  const most = settings.maxBufferSize * listBudget;
  const own: Budget = { left: most };
  // As written, as words, and as told.
  const described = 3 * tasks.reduce((sum, { description }) => sum + description.length, 0);
  const results: TaskResult[] = [];
  const canceled = new AbortController();
  let current: { number: number; execution?: Execution } | undefined;
  let finished: { at: string; seconds: number } | undefined;
  const done = runAll();

  async function runAll(): Promise<void> {
    for (const [place, task] of tasks.entries()) {
      if (canceled.signal.aborted) break;
      current = { number: place + 1 };
      results.push(await runOne(task, place + 1));
    }
    current = undefined;
    finished = { at: now(), seconds: (clock.monotonic() - started) / 1000 };
  }

  async function runOne({ description, argv }: TaskListQuestion['tasks'][number], number: number): Promise<TaskResult> {
    const capture = () => createCapture(settings.maxBufferSize, [own, budget]);
    const captures = { stdout: capture(), stderr: capture() };
    const onOutput = (type: OutputType, bytes: Buffer) => captures[type].push(bytes);
    const question = { argv, timeoutSeconds: timeoutPerTask, sessionId: id, signal: canceled.signal };
    const ending = await execute(question, { onOutput }, tools).then(follow, refused);
    return {
      task_number: number,
      task_description: tools.hide(description),
      exit_code: ending.exitCode,
      stdout: captures.stdout.text(),
      stderr: captures.stderr.text() || (ending.error ?? ''),
      ...(captures.stdout.isTruncated() || captures.stderr.isTruncated() ? { truncated: true as const } : {}),
      execution_time: ending.seconds,
      completed_at: now(),
      execution_uuid: ending.uuid,
    };
  }

  async function follow(execution: Execution): Promise<{ exitCode: number; error?: string; seconds: number; uuid: string }> {
    if (current) current.execution = execution;
    if (canceled.signal.aborted) execution.cancel();
    const outcome = await execution.done;
    return { ...outcome, uuid: execution.uuid };
  }

  function refused(error: unknown): { exitCode: number; error: string; seconds: number; uuid: string } {
    if (!(error instanceof Refusal)) throw error;
    return { exitCode: refusalCode[error.kind], error: error.message, seconds: 0, uuid: tools.ids.uuid() };
  }

  function status(): TaskListStatus {
    if (!finished) return 'running';
    if (canceled.signal.aborted) return 'cancelled';
    return results.some(({ exit_code }) => exit_code !== 0) ? 'failed' : 'completed';
  }

  function now(): string {
    return new Date(clock.now()).toISOString();
  }

  return {
    id,
    status,
    progress: () => `${results.length}/${tasks.length} tasks completed`,
    currentTask: () =>
      current ? `Task ${current.number}: ${tools.hide(tasks[current.number - 1]?.description ?? '').slice(0, shownTask)}` : null,
    result: () => ({
      execution_id: id,
      status: status(),
      total_tasks: tasks.length,
      completed_tasks: results.length,
      failed_tasks: results.filter(({ exit_code }) => exit_code !== 0).length,
      results: [...results],
      started_at: startedAt,
      completed_at: finished?.at ?? null,
      total_execution_time: finished?.seconds ?? (clock.monotonic() - started) / 1000,
      execution_uuid: uuid,
    }),
    size: () => described + most - own.left,
    forget: () => (budget.left += most - own.left),
    async cancel() {
      canceled.abort();
      current?.execution?.cancel();
      await done;
    },
    done,
  };
}
