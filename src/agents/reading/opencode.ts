import type { AgentEvent, Usage } from '../backend.ts';
import { countAt, gist, numberAt, parseJsonLine, pick, textAt } from './json-line.ts';
import { createTail } from './tail.ts';
import { lastWords, mostRetries, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';
import { troubleOfAnswer } from './trouble-of-answer.ts';

/**
 * Lines of `opencode run --format json --print-logs --log-level ERROR`. Between a provider's refusal and the next try its stream is silent, for hours
 * where a quota is spent: only its log says why.
 */
export function createOpencodeReader(here: Here): StreamReader {
  const tail = createTail();
  const usage: Required<Usage> = { inputTokens: 0, outputTokens: 0, dollars: 0 };
  let session: string | undefined;
  let said = '';
  let waitsFor: string | undefined;
  let trouble: Trouble | undefined;
  let retries = 0;
  let ended = false;
  return { line, told, isOver: () => ended, isHopeless };

  function line(text: string): AgentEvent[] {
    const event = parseJsonLine(text);
    if (!event) return aside(text);
    session = textAt(event, 'sessionID') ?? session;
    const part = pick(event, 'part');
    switch (event['type']) {
      case 'text':
        said = textAt(part, 'text') ?? said;
        return says(said);
      case 'tool_use':
        progress();
        return [uses(textAt(part, 'tool') ?? 'a tool', gist(pick(part, 'state', 'input')))];
      case 'step_start':
        progress();
        return [];
      case 'step_finish':
        step(part);
        return [];
      case 'error':
        failed(pick(event, 'error'));
        return [];
      default:
        return [];
    }
  }

  function progress(): void {
    waitsFor = undefined;
    trouble = undefined;
    retries = 0;
    ended = false;
  }

  /** Tokens are those of the step; what was read from or written to a cache is not in `input`. */
  function step(part: unknown): void {
    progress();
    usage.inputTokens +=
      countAt(part, 'tokens', 'input') + countAt(part, 'tokens', 'cache', 'read') + countAt(part, 'tokens', 'cache', 'write');
    usage.outputTokens += countAt(part, 'tokens', 'output') + countAt(part, 'tokens', 'reasoning');
    usage.dollars += countAt(part, 'cost');
    ended = textAt(part, 'reason') !== 'tool-calls';
  }

  function failed(error: unknown): void {
    const words = textAt(error, 'data', 'message') ?? textAt(error, 'name') ?? 'unknown';
    const seconds = Number(textAt(error, 'data', 'responseHeaders', 'retry-after') ?? Number.NaN);
    const after = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    trouble = troubleOfAnswer(numberAt(error, 'data', 'statusCode'), words, here, after) ?? {
      kind: 'crashed',
      reason: words.slice(0, 300),
    };
    if (textAt(error, 'name') === 'ProviderAuthError') trouble = { kind: 'login', reason: words.slice(0, 300) };
    ended = true;
  }

  function aside(text: string): AgentEvent[] {
    tail.add(text);
    // What it names a session by fails by itself, and nobody waits for that.
    if (/\bsmall=true\b/.test(text)) return [];
    const words = /\blevel=ERROR\b.*?\berror\.error="((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
    if (words === undefined) return [];
    retries += 1;
    waitsFor = words.slice(0, 300);
    trouble = troubleInText(words, here);
    return [{ event: 'retries', reason: waitsFor }];
  }

  /** It would try again until somebody pays. */
  function isHopeless(): boolean {
    return retries >= mostRetries || trouble?.kind === 'limit' || trouble?.kind === 'credit' || trouble?.kind === 'login';
  }

  function told(): Told {
    const atEnd = trouble ?? (session === undefined ? troubleInText(tail.text(), here) : undefined);
    return {
      usage: usage.dollars === 0 ? { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens } : usage,
      said: lastWords(said === '' || session === undefined ? [said, tail.text()].join('\n').trim() : said),
      over: ended,
      ...(session !== undefined && { session }),
      ...(atEnd && { trouble: atEnd }),
      ...(waitsFor !== undefined && { waitsFor }),
      ...(/\bsession not found\b/i.test(tail.text()) && { lostSession: true }),
    };
  }
}
