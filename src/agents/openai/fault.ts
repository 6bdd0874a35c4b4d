import type { AgentOutcome } from '../backend.ts';
import type { Completed } from './complete.ts';

/** What to do about a request that brought no answer. */
export type Remedy =
  | { kind: 'give-up'; outcome: AgentOutcome }
  /** It may pass by itself; `retryAfterMs` where the server says when. */
  | { kind: 'again'; reason: string; retryAfterMs?: number }
  /** The server, or its model, knows no tools. */
  | { kind: 'tools-as-text' }
  /** It knows no `stream_options`. */
  | { kind: 'plain-stream' }
  /** The conversation is longer than the model can read. */
  | { kind: 'shorten' };

const shortWaitMs = 15_000;

/** By status and body, as OpenAI, llama.cpp, vLLM, Ollama and LM Studio write them. `now` is milliseconds since 1970. */
export function remedyFor(fault: Exclude<Completed, { kind: 'answer' }>, now: number): Remedy {
  if (fault.kind === 'broken') return { kind: 'again', reason: fault.reason };
  if (fault.kind === 'malformed')
    return { kind: 'give-up', outcome: { kind: 'crashed', reason: `the server answered ${fault.reason}`, exitCode: 1 } };
  const { status, body, retryAfter } = fault;
  const said = messageIn(body);
  const reason = `${status}${said === '' ? '' : `: ${said}`}`;
  if (/insufficient_quota|billing_hard_limit|credit balance/i.test(body) || status === 402)
    return person(reason, 'Add credit with the provider, or name another server with --url.');
  if (status === 401 || status === 403)
    return person(reason, 'Set OPENAI_API_KEY to a key that this server accepts, and pass it with --pass OPENAI_API_KEY.');
  const until = retryAfter === undefined ? undefined : endOfWait(retryAfter, now);
  if (status === 429) {
    // For a few seconds a conversation that has come far is not given up.
    return until !== undefined && until - now > shortWaitMs
      ? { kind: 'give-up', outcome: { kind: 'wait-until', until, reason } }
      : { kind: 'again', reason, ...(until === undefined ? {} : { retryAfterMs: until - now }) };
  }
  if (
    /exceed_context_size|context_length_exceeded|context (?:size|length|window)|maximum context|too many tokens/i.test(body) ||
    status === 413
  )
    return { kind: 'shorten' };
  if (/stream_options/i.test(body)) return { kind: 'plain-stream' };
  if (/--jinja|\btools?\b|tool_choice|function.?call/i.test(said)) return { kind: 'tools-as-text' };
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return { kind: 'again', reason, ...(until === undefined ? {} : { retryAfterMs: until - now }) };
  if (status === 404) return person(reason, 'Name a model that the server has with --model, and its address up to /v1 with --url.');
  return { kind: 'give-up', outcome: { kind: 'crashed', reason: `the server answered ${reason}`, exitCode: 1 } };
}

function person(reason: string, mend: string): Remedy {
  return { kind: 'give-up', outcome: { kind: 'needs-a-person', reason, mend } };
}

/** Of a `retry-after`: seconds, or a date (RFC 9110, 10.2.3). */
export function endOfWait(retryAfter: string, now: number): number | undefined {
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds) && retryAfter.trim() !== '') return now + Math.max(0, seconds) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(now, date);
}

/** One line of what a server says went wrong; pages of HTML say nothing. */
function messageIn(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    const error = typeof json === 'object' && json !== null && 'error' in json ? json.error : json;
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    return typeof message === 'string' ? message.replaceAll(/\s+/g, ' ').slice(0, 300) : '';
  } catch {
    return /^\s*</.test(body) ? '' : body.trim().replaceAll(/\s+/g, ' ').slice(0, 300);
  }
}
