import * as z from 'zod';
import type { Ids } from '../../system/ids.ts';
import { Refusal, wordsOf } from '../execution.ts';
import type { ExecutorSettings } from '../settings.ts';
import type { TaskListQuestion } from '../tasks/task-list.ts';

const mostTasks = 1000;

/** The body of `POST /execute`. All of it is checked before anything runs; throws Refusal, naming the task. */
export function readTaskList(body: unknown, { timeouts, allowedCommands, taskCommand }: ExecutorSettings, ids: Ids): TaskListQuestion {
  if (body === undefined) throw new Refusal('syntax', 'the body is no JSON');
  const schema = z.object({
    tasks: z.array(z.string()).min(1, 'must hold at least one task').max(mostTasks, `must hold at most ${mostTasks} tasks`),
    timeout_per_task: z.number().positive().max(timeouts.most).nullish(),
    execution_id: z
      .string()
      .regex(/^[\w.-]{1,128}$/, 'must be 1 to 128 letters, digits, . _ or -')
      .nullish(),
  });
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal('syntax', `${issue?.path.join('.') || 'the body'}: ${issue?.message}`);
  }
  const { tasks, timeout_per_task: timeoutPerTask, execution_id: id } = parsed.data;
  return {
    id: id ?? ids.uuid(),
    tasks: tasks.map((description, place) => ({ description, argv: named(place + 1, () => argvOf(description)) })),
    timeoutPerTask: timeoutPerTask ?? undefined,
  };

  /** A task is a command, or, with TASK_COMMAND, what that command is to be told. */
  function argvOf(task: string): string[] {
    return wordsOf(taskCommand.length > 0 ? [...taskCommand, task] : task, allowedCommands);
  }
}

function named<Value>(number: number, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.kind, `task ${number}: ${error.message}`) : error;
  }
}
