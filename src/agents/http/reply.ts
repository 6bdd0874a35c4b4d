import { type JsonObject, listAt, numberAt, objectOf, pick, textAt } from '../reading/json-line.ts';

/** What a server of agents says of a task. It is only what it says. */
export interface Reply {
  taskId: string | undefined;
  /** In small letters; undefined where it has none. */
  status: string | undefined;
  text: string;
  error: string | undefined;
  exitCode: number | undefined;
  filesModified: string[];
}

/** The fields of COMPAT 3 and 4, and the names that others give to them. */
export function readReply(json: JsonObject): Reply {
  const output = objectOf(json['output']) ?? objectOf(json['result']);
  const error = firstText(json, ['error', 'detail']) ?? textAt(json, 'error', 'message');
  return {
    taskId: idOf(json),
    status: textAt(json, 'status')?.toLowerCase(),
    text:
      firstText(json, ['output', 'result', 'response', 'message', 'content']) ??
      (output && firstText(output, ['output', 'content', 'text'])) ??
      '',
    error: error === '' ? undefined : error,
    exitCode: numberAt(json, 'exit_code'),
    filesModified: listAt(json, 'files_modified').filter((file) => typeof file === 'string'),
  };
}

function idOf(json: JsonObject): string | undefined {
  const id = pick(json, 'task_id') ?? pick(json, 'id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function firstText(json: JsonObject, names: readonly string[]): string | undefined {
  return names.map((name) => textAt(json, name)).find((text) => text !== undefined);
}

const ended = new Set([
  'success',
  'completed',
  'complete',
  'done',
  'finished',
  'error',
  'failed',
  'failure',
  'cancelled',
  'canceled',
  'stopped',
  'timeout',
  'rejected',
]);
const ill = new Set(['error', 'failed', 'failure', 'cancelled', 'canceled', 'stopped', 'timeout', 'rejected']);

export function isOver({ status }: Reply): boolean {
  return status !== undefined && ended.has(status);
}

/** Whether it says itself that it came to nothing. */
export function saysFailed({ status, error, exitCode }: Reply): boolean {
  return (status !== undefined && ill.has(status)) || error !== undefined || (exitCode ?? 0) !== 0;
}
