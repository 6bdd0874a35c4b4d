import type { Clock } from '../../system/clock.ts';
import type { AgentEvent, AgentOutcome } from '../backend.ts';
import type { Answer } from './answer.ts';
import { complete } from './complete.ts';
import { type Message, withinBound } from './conversation.ts';
import { remedyFor } from './fault.ts';
import { messagesAsText, readTextCalls, toolsAsText } from './text-calls.ts';
import type { Tool } from './tool.ts';

/** One server, and what has been learnt of what it can. */
export interface Asking {
  /** The next answer, or how the try ends because there is none. Rejects only with the signal's reason. */
  ask(messages: readonly Message[], signal: AbortSignal): Promise<{ answer: Answer; broken: number } | { outcome: AgentOutcome }>;
}

export interface Asked {
  url: URL;
  key: string | undefined;
  model: string;
  tools: readonly Tool[];
  /** Of the conversation, in characters. */
  most: number;
  clock: Clock;
  listen(event: AgentEvent): void;
}

/** Between requests that failed for reasons that may pass: 1, 2, 4 and 8 s. Longer waits are the loop's. */
const waits = [1000, 2000, 4000, 8000];
const longestWaitMs = 15_000;
const shortestConversation = 4000;

export function createAsking({ url, key, model, tools, most, clock, listen }: Asked): Asking {
  const learnt = { asText: false, withUsage: true, most };

  const bodyOf = (messages: readonly Message[]) => {
    const shown = withinBound(learnt.asText ? withToolsAsText(messages, tools) : messages, learnt.most);
    const stream = { stream: true, ...(learnt.withUsage ? { stream_options: { include_usage: true } } : {}) };
    if (learnt.asText) return { model, messages: messagesAsText(shown), ...stream };
    return { model, messages: shown.map(asSent), tools: tools.map(describe), ...stream };
  };

  return {
    async ask(messages, signal) {
      for (let tries = 0; ;) {
        const completed = await complete(url, { key, body: bodyOf(messages), signal, onLife: () => listen({ event: 'alive' }) });
        if (completed.kind === 'answer') return withTextCalls(completed.answer);
        const remedy = remedyFor(completed, clock.now());
        if (remedy.kind === 'tools-as-text' && !learnt.asText) learnt.asText = true;
        else if (remedy.kind === 'plain-stream' && learnt.withUsage) learnt.withUsage = false;
        else if (remedy.kind === 'shorten' && learnt.most > shortestConversation) learnt.most = Math.min(learnt.most, sizeOf(messages)) / 2;
        else if (remedy.kind === 'give-up') return remedy;
        else if (remedy.kind === 'again') {
          const { reason, retryAfterMs } = remedy;
          const waitMs = Math.max(waits[tries] ?? Number.POSITIVE_INFINITY, retryAfterMs ?? 0);
          if (waitMs > longestWaitMs)
            return { outcome: { kind: 'infrastructure', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
          tries += 1;
          listen({ event: 'retries', reason });
          await clock.sleep(waitMs, signal);
          signal.throwIfAborted();
        } else return { outcome: { kind: 'crashed', reason: 'the server can take neither tools nor this conversation', exitCode: 1 } };
      }
    },
  };
}

/** A server may take tools and still hand on a call as the text that its model wrote. */
function withTextCalls(answer: Answer): { answer: Answer; broken: number } {
  if (answer.calls.length > 0) return { answer, broken: 0 };
  const { text, calls, broken } = readTextCalls(answer.text, (index) => `call_${index + 1}`);
  return { answer: { ...answer, text, calls }, broken };
}

function withToolsAsText([system, ...others]: readonly Message[], tools: readonly Tool[]): Message[] {
  return [{ role: 'system', text: `${system?.text ?? ''}\n\n${toolsAsText(tools)}` }, ...others];
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
}

function describe({ name, description, parameters }: Tool): object {
  return { type: 'function', function: { name, description, parameters } };
}

function asSent(message: Message): object {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.id, content: message.text };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  const calls = message.calls.map(({ id, name, arguments: given }) => ({ id, type: 'function', function: { name, arguments: given } }));
  return { role: 'assistant', content: message.text, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}
