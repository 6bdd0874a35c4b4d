import type { Ask, Dialect } from '../conversation/ask.ts';
import { hearChat } from './hear-chat.ts';
import { hearMessages } from './hear-messages.ts';
import { hearResponses } from './hear-responses.ts';
import { parsed } from './sse-data.ts';

const hear = { messages: hearMessages, chat: hearChat, responses: hearResponses } satisfies Record<Dialect, unknown>;

/** Headers of an error that clients act on. */
const told = /^(retry-after|x-should-retry|anthropic-ratelimit-unified-)/;

/** Longer texts are cut: a part is enough to find them again. */
const longest = 120;

export interface Taken {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What a request got, as a rule that gives it again, once. `number` counts the rules from 1. */
export function ruleOf(ask: Ask, { status, headers, body }: Taken, number: number): object {
  const [first = ''] = ask.text.trim().split('\n');
  const when = {
    api: ask.dialect,
    turn: ask.turn,
    tools: ask.tools.length > 0,
    ...(first && !first.startsWith('/') ? { text: first.slice(0, longest) } : {}),
  };
  const head = { name: `${number}: ${ask.dialect}, turn ${ask.turn}`, when, times: 1 };
  if (status < 400) {
    const stream = (headers['content-type'] ?? '').includes('event-stream');
    return { ...head, reply: hear[ask.dialect](body, stream) };
  }
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => told.test(name)));
  return { ...head, fault: { type: 'custom', status, headers: kept, body: parsed(body) ?? body } };
}
