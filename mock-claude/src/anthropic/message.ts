import type { Answer, Block } from '../conversation/answer.ts';
import type { Json } from '../json.ts';
import { signatureOf } from './signature.ts';

/** A whole message, as it comes without streaming. */
export function message(answer: Answer): Json {
  return {
    ...emptyMessage(answer),
    content: answer.blocks.map(block),
    stop_reason: answer.stop,
    stop_sequence: answer.stopSequence ?? null,
    usage: usage(answer, answer.usage.output),
  };
}

/** As a stream begins: nothing has been said yet. */
export function emptyMessage(answer: Answer): Json {
  return {
    id: `msg_${String(answer.number).padStart(12, '0')}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usage(answer, 1),
  };
}

function block(one: Block): Json {
  if (one.type === 'text') return { type: 'text', text: one.text };
  if (one.type === 'thinking') return { type: 'thinking', thinking: one.thinking, signature: signatureOf(one.thinking) };
  return { type: 'tool_use', id: one.id, name: one.name, input: one.input };
}

function usage({ usage: { fresh, cacheRead, cacheCreation } }: Answer, output: number): Json {
  return {
    input_tokens: fresh,
    cache_creation_input_tokens: cacheCreation,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheCreation, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
  };
}
