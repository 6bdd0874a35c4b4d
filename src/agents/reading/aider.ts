import type { AgentEvent, Usage } from '../backend.ts';
import { createTail } from './tail.ts';
import { lastWords, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** LiteLLM's exceptions, by which Aider names what went wrong; it exits 0 after them. */
const exceptions: Record<string, Exclude<Trouble['kind'], 'limit'>> = {
  AuthenticationError: 'login',
  PermissionDeniedError: 'login',
  BudgetExceededError: 'credit',
  NotFoundError: 'setting',
  BadRequestError: 'setting',
  InvalidRequestError: 'setting',
  UnprocessableEntityError: 'setting',
  UnsupportedParamsError: 'setting',
  ContextWindowExceededError: 'setting',
  ContentPolicyViolationError: 'refused',
  RateLimitError: 'infrastructure',
  RouterRateLimitError: 'infrastructure',
  APIConnectionError: 'infrastructure',
  APIError: 'infrastructure',
  APIResponseValidationError: 'infrastructure',
  BadGatewayError: 'infrastructure',
  InternalServerError: 'infrastructure',
  ServiceUnavailableError: 'infrastructure',
  OpenAIError: 'infrastructure',
  Timeout: 'infrastructure',
};

const exceptionLine = /^(?:litellm\.)?(?:exceptions\.)?(\w+(?:Error|Timeout)|Timeout): /;
const unitOf: Record<string, number> = { k: 1000, M: 1_000_000 };

/** Lines of `aider --no-pretty --no-stream`: plain text, in which only some lines are its own words. */
export function createAiderReader(here: Here): StreamReader {
  const tail = createTail();
  const usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let error: { name: string; line: string } | undefined;
  let waits = false;
  return { line, told, isOver: () => false };

  function line(text: string): AgentEvent[] {
    tail.add(text);
    if (text.startsWith('Tokens: ')) return tokens(text);
    const edited = /^Applied edit to (.+)$/.exec(text)?.[1];
    if (edited !== undefined) return [uses('edit', edited)];
    const name = exceptionLine.exec(text)?.[1];
    if (name !== undefined && name in exceptions) {
      error = { name, line: text };
      waits = false;
      return [];
    }
    if (/^Retrying in [\d.]+ seconds/.test(text)) {
      waits = true;
      return [{ event: 'retries', reason: error?.line.slice(0, 300) ?? text }];
    }
    if (/cost: \$/i.test(text)) cost(text);
    return says(text);
  }

  /** `Tokens: 2.1k sent, 1.0k cache hit, 312 received. Cost: $0.01 message, $0.03 session.`: of one message, with the session's cost so far. */
  function tokens(text: string): AgentEvent[] {
    usage.inputTokens += amount(/([\d.,]+)([kM]?) sent/.exec(text));
    usage.outputTokens += amount(/([\d.,]+)([kM]?) received/.exec(text));
    cost(text);
    // An answer came: whatever was wrong before is over.
    error = undefined;
    waits = false;
    return [];
  }

  function cost(text: string): void {
    const session = /\$([\d.]+) session/.exec(text)?.[1];
    if (session !== undefined) usage.dollars = Number(session);
  }

  function told(): Told {
    const trouble = error ? troubleOf(error) : troubleAtStart();
    return {
      usage: { ...usage },
      said: lastWords(tail.text()),
      over: false,
      ...(trouble && { trouble, failed: true }),
      ...(waits && error && { waitsFor: error.line.slice(0, 300) }),
    };
  }

  function troubleOf({ name, line: text }: { name: string; line: string }): Trouble {
    const inText = troubleInText(text, here);
    const kind = exceptions[name] ?? 'crashed';
    const reason = text.slice(0, 300);
    // A rate limit may be a spent quota, a bad request an empty account.
    if (inText && (inText.kind === 'credit' || inText.kind === 'limit' || inText.kind === kind)) return { ...inText, reason };
    return { kind, reason };
  }

  function troubleAtStart(): Trouble | undefined {
    const text = tail.text();
    if (
      /No LLM model was specified and no API keys were provided|expects these environment variables/.test(text) &&
      usage.inputTokens === 0
    ) {
      return { kind: 'login', reason: 'aider has no API key for the model' };
    }
    return undefined;
  }
}

function amount(found: RegExpExecArray | null): number {
  return Math.round(Number((found?.[1] ?? '0').replaceAll(',', '')) * (unitOf[found?.[2] ?? ''] ?? 1));
}
