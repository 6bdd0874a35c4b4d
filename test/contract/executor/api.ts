import type { TaskListResult } from '../../../src/contract/executor.ts';
import type { Target } from './target.ts';

export interface Answered {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
}

/** One request with the token; `body` goes out as JSON unless it is text. */
export async function ask(
  { apiUrl, token }: Target,
  path: string,
  {
    method = 'GET',
    body,
    headers = {},
    signal,
  }: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answered> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text), text };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Runs tasks to their end. */
export async function runTasks(target: Target, tasks: string[], more: object = {}): Promise<TaskListResult> {
  const { body } = await ask(target, '/execute', { method: 'POST', body: { tasks, ...more } });
  return body as unknown as TaskListResult;
}

/** A command line that means these words to the executor, and to any POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
}
