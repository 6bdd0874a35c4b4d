import { bodyText, exchange, networkCode } from '../../system/http-exchange.ts';
import type { AgentOutcome } from '../backend.ts';
import { endOfWait } from '../openai/fault.ts';
import { parseJsonLine } from '../reading/json-line.ts';
import { type Reply, readReply } from './reply.ts';

export interface Asked {
  method: 'GET' | 'POST';
  body?: object;
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: number;
}

const largestAnswer = 8 * 1024 * 1024;

/** What a server says, or how the try ends because it says nothing of use. Rejects only with the signal's reason. */
export async function ask(
  url: URL,
  { method, body, headers, signal, now }: Asked,
): Promise<{ reply: Reply } | { outcome: AgentOutcome; status?: number }> {
  try {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await exchange(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      signal,
      ...text,
    });
    const written = await bodyText(answer.body, largestAnswer);
    const json = parseJsonLine(written);
    const { status } = answer;
    if (status >= 200 && status < 300) return json ? { reply: readReply(json) } : { outcome: noJson(written) };
    const said = (json && readReply(json).error) ?? '';
    return { outcome: outcomeOfStatus(status, said.slice(0, 300), answer.headers['retry-after'], now), status };
  } catch (error) {
    signal.throwIfAborted();
    const code = networkCode(error);
    if (code === undefined) throw error;
    return { outcome: { kind: 'infrastructure', reason: `${url.host}: ${code}` } };
  }
}

function noJson(written: string): AgentOutcome {
  return { kind: 'crashed', reason: `the server answered no JSON: ${written.trim().slice(0, 80) || '(empty)'}`, exitCode: 1 };
}

/** A server that is busy, or down, fails nothing. */
function outcomeOfStatus(status: number, said: string, retryAfter: string | undefined, now: number): AgentOutcome {
  const reason = said === '' ? String(status) : `${status}: ${said}`;
  const until = retryAfter === undefined ? undefined : endOfWait(retryAfter, now);
  if (status === 429 && until !== undefined) return { kind: 'wait-until', until, reason };
  if (status === 429 || status === 408 || status === 409 || status === 423 || status >= 500)
    return { kind: 'infrastructure', reason, ...(until === undefined ? {} : { retryAfterMs: until - now }) };
  const mend =
    status === 401 || status === 403
      ? 'Set PORTSIDE_AGENT_TOKEN to a token that the server accepts, and pass it with --pass PORTSIDE_AGENT_TOKEN.'
      : status === 404 || status === 405
        ? 'Name the whole address with --url, such as http://127.0.0.1:8099/api/execute.'
        : 'Let the server work in the folder that it was sent: mount it there at the same path.';
  return { kind: 'needs-a-person', reason, mend };
}
