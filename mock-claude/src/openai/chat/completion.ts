import type { Answer, Block, Stop, ToolCall } from '../../conversation/answer.ts';
import type { Json } from '../../json.ts';

const finish: Record<Stop, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  refusal: 'content_filter',
};

export function finishReason({ stop }: Answer): string {
  return finish[stop];
}

/** A whole completion. What was thought goes out as `reasoning_content`, as llama.cpp and others name it. */
export function completion(answer: Answer): Json {
  const text = joined(answer, 'text', (block) => (block.type === 'text' ? block.text : ''));
  const thought = joined(answer, 'thinking', (block) => (block.type === 'thinking' ? block.thinking : ''));
  const calls = callsOf(answer).map(toolCall);
  return {
    id: completionId(answer),
    object: 'chat.completion',
    created: Math.floor(answer.at / 1000),
    model: answer.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text || (calls.length > 0 ? null : ''),
          refusal: null,
          ...(thought ? { reasoning_content: thought } : {}),
          ...(calls.length > 0 ? { tool_calls: calls } : {}),
        },
        logprobs: null,
        finish_reason: finishReason(answer),
      },
    ],
    usage: usage(answer),
  };
}

export function completionId({ number }: Answer): string {
  return `chatcmpl-${String(number).padStart(12, '0')}`;
}

export function callsOf({ blocks }: Answer): ToolCall[] {
  return blocks.filter((block) => block.type === 'tool');
}

export function usage({ usage: { fresh, cacheRead, cacheCreation, output } }: Answer): Json {
  const input = fresh + cacheRead + cacheCreation;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** What a call is given, as the text that it goes out as. */
export function argumentsOf({ kind, input }: ToolCall): string {
  return kind === 'custom' && typeof input === 'string' ? input : JSON.stringify(input);
}

function toolCall(call: ToolCall): Json {
  const { id, name, kind } = call;
  if (kind === 'custom') return { id, type: 'custom', custom: { name, input: argumentsOf(call) } };
  return { id, type: 'function', function: { name, arguments: argumentsOf(call) } };
}

function joined({ blocks }: Answer, type: Block['type'], of: (block: Block) => string): string {
  return blocks.flatMap((block) => (block.type === type ? [of(block)] : [])).join('\n');
}
