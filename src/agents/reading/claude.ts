import type { AgentEvent, Usage } from '../backend.ts';
import { countAt, gist, type JsonObject, listAt, numberAt, objectOf, parseJsonLine, pick, textAt } from './json-line.ts';
import { fromSeconds } from './reset-time.ts';
import { since } from './session-totals.ts';
import { createTail } from './tail.ts';
import { lastWords, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';
import { troubleOfAnswer } from './trouble-of-answer.ts';

/** A session that is gone on with counts on from what it had. */
export interface ClaudeReader extends StreamReader {
  totals(): Usage | undefined;
}

/**
 * Lines of `claude -p --output-format stream-json --verbose` (Claude Code 2). An API error ends in a `result` of subtype success with `is_error`;
 * `before`: the totals of the session that is gone on with.
 */
export function createClaudeReader(here: Here, before: Usage | undefined): ClaudeReader {
  const tail = createTail();
  const perMessage = new Map<string, Usage>();
  const outputOf = new Map<string, number>();
  let current = '';
  let session: string | undefined;
  let said = '';
  let apiError: JsonObject | undefined;
  let rejected: { until: number } | undefined;
  let waitsFor: string | undefined;
  let result: JsonObject | undefined;
  return { line, told, isOver: () => result !== undefined, totals: () => result && totalsOf(result) };

  function line(text: string): AgentEvent[] {
    const event = parseJsonLine(text);
    if (!event) {
      tail.add(text);
      return [];
    }
    session = textAt(event, 'session_id') ?? session;
    switch (event['type']) {
      case 'assistant':
        return assistant(event);
      case 'system':
        return system(event);
      case 'rate_limit_event':
        limit(pick(event, 'rate_limit_info'));
        return [];
      case 'stream_event':
        piece(pick(event, 'event'));
        return [];
      case 'result':
        result = event;
        waitsFor = undefined;
        return [];
      default:
        return [];
    }
  }

  function assistant(event: JsonObject): AgentEvent[] {
    if (textAt(event, 'error') !== undefined) {
      apiError = event;
      limit(pick(event, 'api_error_params', 'rate_limit_info'));
      return [];
    }
    waitsFor = undefined;
    perMessage.set(textAt(event, 'message', 'id') ?? '', usageOf(pick(event, 'message', 'usage')));
    return listAt(event, 'message', 'content').flatMap((block) => {
      if (textAt(block, 'type') === 'tool_use') return [uses(textAt(block, 'name') ?? 'a tool', gist(pick(block, 'input')))];
      const words = textAt(block, 'text') ?? '';
      if (words !== '' && event['parent_tool_use_id'] === null) said = words;
      return says(words);
    });
  }

  /** Only at a message's end its output is counted; what comes whole says 1 of it. */
  function piece(event: unknown): void {
    const type = textAt(event, 'type');
    if (type === 'message_start') current = textAt(event, 'message', 'id') ?? '';
    if (type === 'message_delta') outputOf.set(current, countAt(event, 'usage', 'output_tokens'));
  }

  function system(event: JsonObject): AgentEvent[] {
    if (textAt(event, 'subtype') !== 'api_retry') return [];
    const status = numberAt(event, 'error_status');
    waitsFor = `${textAt(event, 'error') ?? 'unknown'}${status === undefined ? ', no answer' : ` (${status})`}`;
    return [{ event: 'retries', reason: waitsFor }];
  }

  function limit(info: unknown): void {
    const resets = numberAt(info, 'resetsAt');
    if (textAt(info, 'status') === 'rejected' && pick(info, 'isUsingOverage') !== true && resets !== undefined)
      rejected = { until: fromSeconds(resets) };
  }

  function told(): Told {
    const trouble = result ? troubleOfResult(result) : troubleInText(tail.text(), here);
    const words = textAt(result, 'result') ?? said;
    const errors = listAt(result, 'errors').join('\n');
    return {
      usage: usage(),
      said: lastWords([words, errors, denials()].filter((text) => text !== '').join('\n')),
      over: result !== undefined,
      ...(session !== undefined && { session }),
      ...(trouble && { trouble }),
      ...(waitsFor !== undefined && { waitsFor }),
      ...(/no conversation found with session id/i.test(`${errors}\n${tail.text()}`) && { lostSession: true }),
    };
  }

  function troubleOfResult(end: JsonObject): Trouble | undefined {
    const words = [textAt(end, 'result') ?? '', ...listAt(end, 'errors')].join('\n').trim();
    if (end['is_error'] === true) return troubleOfError(end, words);
    // Older versions said so with a straight face.
    return /^(Claude AI usage limit reached|You've (hit|reached) your|Credit balance is too low|Not logged in|Invalid API key)/.test(words)
      ? troubleInText(words, here)
      : undefined;
  }

  function troubleOfError(end: JsonObject, words: string): Trouble | undefined {
    const subtype = textAt(end, 'subtype') ?? '';
    // It stopped at a bound that it was given: what is there is judged like any other work.
    if (subtype.startsWith('error_max_')) return undefined;
    const reason = words === '' ? subtype : words.slice(0, 300);
    if (end['stop_reason'] === 'refusal') return { kind: 'refused', reason };
    if (rejected && textAt(apiError, 'error') === 'rate_limit') return { kind: 'limit', reason, until: rejected.until };
    return (
      byName(textAt(apiError, 'error'), reason) ??
      troubleOfAnswer(numberAt(end, 'api_error_status'), words, here) ?? { kind: 'crashed', reason }
    );
  }

  function byName(name: string | undefined, reason: string): Trouble | undefined {
    // What a text tells more of, such as until when, it is asked for.
    const inText = troubleInText(reason, here);
    if (name === 'rate_limit' && inText?.kind === 'limit') return inText;
    if (name === 'billing_error') return { kind: inText?.kind === 'limit' ? 'limit' : 'credit', reason };
    const kind = name === undefined ? undefined : kindsByName[name];
    return kind && { kind, reason };
  }

  function usage(): Usage {
    const totals = result && totalsOf(result);
    // One that was ended from outside has no result.
    if (!totals) return soFar();
    return since(before, totals);
  }

  function soFar(): Usage {
    const counted = [...perMessage].map(([id, one]) => ({ ...one, outputTokens: outputOf.get(id) ?? one.outputTokens }));
    return counted.reduce(sum, { inputTokens: 0, outputTokens: 0 });
  }

  function denials(): string {
    const denied = listAt(result, 'permission_denials').map((one) =>
      `${textAt(one, 'tool_name')}: ${gist(pick(one, 'tool_input'))}`.slice(0, 200),
    );
    return denied.length === 0 ? '' : `It was not allowed to use: ${denied.slice(0, 10).join('; ')}`;
  }
}

const kindsByName: Record<string, 'login' | 'infrastructure' | 'setting'> = {
  authentication_failed: 'login',
  oauth_org_not_allowed: 'login',
  account_on_hold: 'login',
  verification_required: 'login',
  rate_limit: 'infrastructure',
  overloaded: 'infrastructure',
  server_error: 'infrastructure',
  model_not_found: 'setting',
};

/** What it read counts whether it came from a cache or not. */
function usageOf(usage: unknown): Usage {
  const read = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'].map((key) => countAt(usage, key));
  return { inputTokens: read.reduce((a, b) => a + b, 0), outputTokens: countAt(usage, 'output_tokens') };
}

/** `modelUsage` counts subagents too, `usage` does not. */
function totalsOf(result: JsonObject): Usage {
  const models = Object.values(objectOf(result['modelUsage']) ?? {});
  const total = (...keys: string[]) =>
    models.reduce((all: number, model) => all + keys.reduce((one, key) => one + countAt(model, key), 0), 0);
  return {
    inputTokens: total('inputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens'),
    outputTokens: total('outputTokens'),
    dollars: countAt(result, 'total_cost_usd'),
  };
}

function sum(a: Usage, b: Usage): Usage {
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens };
}
