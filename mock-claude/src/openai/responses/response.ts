import type { Answer, Block } from '../../conversation/answer.ts';
import type { Ask } from '../../conversation/ask.ts';
import type { Json } from '../../json.ts';
import { argumentsOf } from '../chat/completion.ts';

export type Status = 'in_progress' | 'completed' | 'incomplete' | 'failed';

export function responseId({ number }: { number: number }): string {
  return `resp_${String(number).padStart(12, '0')}`;
}

/** A whole response, or what is known of it while it is made. */
export function response(answer: Answer, ask: Ask | undefined, status: Status = endOf(answer)): Json {
  const done = status === 'completed' || status === 'incomplete';
  return {
    id: responseId(answer),
    object: 'response',
    created_at: Math.floor(answer.at / 1000),
    status,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    max_output_tokens: ask?.maxTokens ?? null,
    model: answer.model,
    output: done ? answer.blocks.map((block, index) => item(block, answer, index)) : [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: done ? usage(answer) : null,
    user: null,
    metadata: {},
  };
}

export function endOf({ stop }: Answer): Status {
  return stop === 'max_tokens' ? 'incomplete' : 'completed';
}

/** A block as an item of the output, whole. */
export function item(block: Block, answer: Answer, index: number): Json {
  const name = `${String(answer.number).padStart(12, '0')}_${index}`;
  if (block.type === 'text')
    return { id: `msg_${name}`, type: 'message', status: 'completed', role: 'assistant', content: [outputText(block.text)] };
  if (block.type === 'thinking')
    return { id: `rs_${name}`, type: 'reasoning', summary: [{ type: 'summary_text', text: block.thinking }], encrypted_content: null };
  const { id, kind } = block;
  if (kind === 'custom')
    return { id: `ctc_${name}`, type: 'custom_tool_call', status: 'completed', call_id: id, name: block.name, input: argumentsOf(block) };
  if (kind === 'local_shell') {
    const action = { type: 'exec', command: block.input, env: {}, timeout_ms: null, user: null, working_directory: null };
    return { id: `lsh_${name}`, type: 'local_shell_call', status: 'completed', call_id: id, action };
  }
  return { id: `fc_${name}`, type: 'function_call', status: 'completed', call_id: id, name: block.name, arguments: argumentsOf(block) };
}

export function outputText(text: string): Json {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function usage({ usage: { fresh, cacheRead, cacheCreation, output } }: Answer): Json {
  const input = fresh + cacheRead + cacheCreation;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
