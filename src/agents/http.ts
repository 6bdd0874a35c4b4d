import type { Clock } from '../system/clock.ts';
import { fingerprint } from '../system/fingerprint.ts';
import { bodyText, exchange, networkCode } from '../system/http-exchange.ts';
import type { AgentReport, Assignment, Backend, Missing } from './backend.ts';
import { type Dialect, dialectAt, dialects } from './http/dialects.ts';
import { outcomeOf } from './http/outcome.ts';
import type { Reply } from './http/reply.ts';
import { doTask } from './http/task.ts';
import type { BackendOptions } from './options.ts';
import { parseJsonLine } from './reading/json-line.ts';
import { lastWords } from './reading/told.ts';

const tokenName = 'PORTSIDE_AGENT_TOKEN';
const lookMs = 10_000;
/** Files of a worktree that are looked at for changes. */
const mostFiles = 200_000;

/**
 * A server that has an agent work in a folder: aider-wrapper, continue-server, goose, autogpt, langchain. `url` is the whole address of its tasks, such
 * as `http://127.0.0.1:8099/api/execute`: the path says who speaks there. It must see the worktree at the path that it has here.
 */
export function createHttp({ url: written, environment, clock, zone }: BackendOptions): Backend {
  const place = dialectAt(written ?? '');
  const headersFor = ({ [tokenName]: token }: Record<string, string>): Record<string, string> =>
    token ? { authorization: `Bearer ${token}` } : {};
  return {
    name: 'http',
    variables: [tokenName],
    async missing() {
      return place ? healthOf(place.url, headersFor(environment)) : nowhere;
    },
    async work(assignment) {
      if (!place) return report({ outcome: { kind: 'needs-a-person', reason: nowhere.what, mend: nowhere.mend } });
      const before = await fingerprint(assignment.worktree, mostFiles);
      const { reply, ...told } = await tryIt(assignment, { ...place, headers: headersFor(assignment.environment), clock, zone });
      const isUnchanged = before !== undefined && before === (await fingerprint(assignment.worktree, mostFiles));
      const warning = isUnchanged && told.outcome.kind === 'done' ? nothingChanged(assignment, reply) : undefined;
      if (warning !== undefined) assignment.listen({ event: 'says', text: warning });
      return report({ outcome: told.outcome, said: [reply?.text ?? '', warning].filter(Boolean).join('\n') });
    },
  };
}

const nowhere: Missing = {
  what: 'no address of a server of agents is given',
  mend: `Give one with --url; its path ends with one of ${dialects.flatMap(({ paths }) => paths).join(', ')}.`,
};

interface Place {
  dialect: Dialect;
  url: URL;
  headers: Record<string, string>;
  clock: Clock;
  zone: string;
}

/** A server that answers only when all is done is silent until then, so only its time is limited. */
async function tryIt(assignment: Assignment, { zone, ...place }: Place): Promise<Pick<AgentReport, 'outcome'> & { reply?: Reply }> {
  const overdue = new AbortController();
  const late = new AbortController();
  const timer = place.clock.sleep(assignment.timeoutMs, late.signal).then(() => overdue.abort());
  const signal = AbortSignal.any([assignment.signal, overdue.signal]);
  try {
    const told = await doTask(assignment, signal, { ...place, onLife: () => assignment.listen({ event: 'alive' }) });
    if ('outcome' in told) return told;
    if (told.reply.text !== '') assignment.listen({ event: 'says', text: lastWords(told.reply.text) });
    return { reply: told.reply, outcome: outcomeOf(told.reply, { now: place.clock.now(), zone }) };
  } catch (error) {
    assignment.signal.throwIfAborted();
    if (!overdue.signal.aborted) throw error;
    return { outcome: { kind: 'stalled', reason: `the server was not ready after ${Math.round(assignment.timeoutMs / 1000)} s` } };
  } finally {
    late.abort();
    await timer;
  }
}

/** A server elsewhere may have changed files, only not these. */
function nothingChanged({ directory }: Assignment, reply: Reply | undefined): string {
  const claimed = reply?.filesModified ?? [];
  const claim =
    claimed.length === 0 ? 'The server says that it is done' : `The server says that it changed ${claimed.slice(0, 5).join(', ')}`;
  return `${claim}, but nothing changed in ${directory}. If it runs in a container or on another machine, it must see that folder at the same path.`;
}

async function healthOf(url: URL, headers: Record<string, string>): Promise<Missing | undefined> {
  const health = new URL('/health', url);
  try {
    const { status, body } = await exchange(health, { method: 'GET', headers, signal: AbortSignal.timeout(lookMs) });
    const json = parseJsonLine(await bodyText(body, 64 * 1024));
    if (status >= 500) return { what: `the server at ${url.origin} is not well (${status})`, mend: 'Look at its log, and start it anew.' };
    if (json?.['aider_available'] === false)
      return { what: `the server at ${url.origin} has no aider`, mend: 'Install aider where the server runs.' };
    return undefined;
  } catch (error) {
    const code = error instanceof DOMException ? 'no answer' : networkCode(error);
    if (code === undefined) throw error;
    return { what: `no server at ${url.origin} (${code})`, mend: 'Start it, or name another with --url.' };
  }
}

function report({ outcome, said = '' }: { outcome: AgentReport['outcome']; said?: string }): AgentReport {
  return { outcome, usage: { inputTokens: 0, outputTokens: 0 }, said: lastWords(said) };
}
