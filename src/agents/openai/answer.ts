import { z } from 'zod';
import type { Usage } from '../backend.ts';
import type { ToolCall } from './conversation.ts';

/** What a model answered, from one document or put together from a stream. */
export interface Answer {
  text: string;
  calls: ToolCall[];
  /** `stop`, `length`, `tool_calls`, `content_filter`; undefined where a stream ended before it. */
  finish: string | undefined;
  refusal: string | undefined;
  usage: Usage;
}

const call = z.object({
  index: z.number().optional(),
  id: z.string().nullish(),
  function: z
    .object({ name: z.string().nullish(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish() })
    .nullish(),
});
const said = z.object({
  content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(call).nullish(),
});
const usage = z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish(), cost: z.number().nullish() });

/** A chat completion, or a chunk of one: https://platform.openai.com/docs/api-reference/chat. */
export const completion = z.object({
  choices: z.array(z.object({ message: said.nullish(), delta: said.nullish(), finish_reason: z.string().nullish() })),
  usage: usage.nullish(),
});

/** Takes in chunks, or the one document, and says what they come to. */
export function createAnswer(): { take(chunk: z.infer<typeof completion>): void; answer(): Answer } {
  const calls = new Map<number, ToolCall>();
  const answer: Answer = { text: '', calls: [], finish: undefined, refusal: undefined, usage: { inputTokens: 0, outputTokens: 0 } };

  function takeCall(given: z.infer<typeof call>, at: number): void {
    // Some servers number no calls: then each with an id begins a new one.
    const index =
      given.index ?? (given.id && ![...calls.values()].some(({ id }) => id === given.id) ? calls.size : Math.max(at, calls.size - 1));
    const known = calls.get(index) ?? { id: '', name: '', arguments: '' };
    const written = given.function?.arguments ?? '';
    calls.set(index, {
      id: known.id || (given.id ?? ''),
      name: known.name || (given.function?.name ?? ''),
      arguments: known.arguments + (typeof written === 'string' ? written : JSON.stringify(written)),
    });
  }

  return {
    take({ choices, usage: used }) {
      if (used) answer.usage = usageOf(used);
      const [choice] = choices;
      const part = choice?.message ?? choice?.delta;
      if (choice?.finish_reason) answer.finish = choice.finish_reason;
      if (!part) return;
      const { content } = part;
      answer.text += typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('');
      if (part.refusal) answer.refusal = (answer.refusal ?? '') + part.refusal;
      for (const [at, given] of (part.tool_calls ?? []).entries()) takeCall(given, at);
    },
    answer: () => ({ ...answer, calls: [...calls.values()].map((given, index) => ({ ...given, id: given.id || `call_${index + 1}` })) }),
  };
}

function usageOf({ prompt_tokens: input, completion_tokens: output, cost }: z.infer<typeof usage>): Usage {
  return { inputTokens: input ?? 0, outputTokens: output ?? 0, ...(typeof cost === 'number' ? { dollars: cost } : {}) };
}
