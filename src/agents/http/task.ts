import type { Clock } from '../../system/clock.ts';
import type { AgentOutcome, Assignment } from '../backend.ts';
import { type Asked, ask } from './ask.ts';
import type { Dialect } from './dialects.ts';
import { type Reply, isOver } from './reply.ts';

export interface TaskPlace {
  dialect: Dialect;
  url: URL;
  headers: Record<string, string>;
  clock: Clock;
  /** Told whenever the server answered. */
  onLife(): void;
}

type Told = { reply: Reply } | { outcome: AgentOutcome };

/** Between looks at a task: soon at first, then every five seconds. */
const firstPauseMs = 250;
const longestPauseMs = 5000;
/** Looks in a row that brought nothing. */
const mostFailed = 5;
const cancelMs = 5000;

/** Hands a task over and resolves to the server's last word on it; rejects with the signal's reason, after it has taken the task back. */
export async function doTask(assignment: Assignment, signal: AbortSignal, place: TaskPlace): Promise<Told> {
  const { dialect, url, headers, clock, onLife } = place;
  const asked = (method: Asked['method'], body?: object): Asked => ({
    method,
    headers,
    signal,
    now: clock.now(),
    ...(body ? { body } : {}),
  });
  const started = await ask(url, asked('POST', dialect.body(assignment)));
  onLife();
  const { polled } = dialect;
  if ('outcome' in started || !polled) return started;
  const { taskId } = started.reply;
  if (taskId === undefined || isOver(started.reply)) return started;
  const taskUrl = below(url, `/${encodeURIComponent(taskId)}`);
  try {
    return await lookUntilOver();
  } catch (error) {
    if (signal.aborted) await cancel(below(taskUrl, polled.cancel), place);
    throw error;
  }

  async function lookUntilOver(): Promise<Told> {
    let ways = polled?.look ?? [];
    let failed = 0;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await clock.sleep(pauseMs, signal);
      signal.throwIfAborted();
      const looked = await ask(below(taskUrl, ways[0] ?? ''), asked('GET'));
      if ('reply' in looked) {
        onLife();
        failed = 0;
        if (looked.reply.status === undefined) return nobodySays(looked.reply);
        if (isOver(looked.reply)) return looked;
      } else if (looked.status === 404 && ways.length > 1) ways = ways.slice(1);
      else if (looked.outcome.kind !== 'infrastructure' || (failed += 1) >= mostFailed) return looked;
    }
  }
}

function nobodySays({ text }: Reply): Told {
  return {
    outcome: {
      kind: 'crashed',
      reason: `the server says no status of its task${text === '' ? '' : `: ${text.slice(0, 80)}`}`,
      exitCode: 1,
    },
  };
}

function below(url: URL, path: string): URL {
  const longer = new URL(url);
  longer.pathname += path;
  return longer;
}

/** One that cannot be taken back ends by itself some time; nobody waits for it. */
async function cancel(url: URL, { headers, clock }: TaskPlace): Promise<void> {
  await ask(url, { method: 'POST', headers, signal: AbortSignal.timeout(cancelMs), now: clock.now() }).catch(() => undefined);
}
