import type { Answer, Block } from '../conversation/answer.ts';
import { pieces } from '../conversation/pieces.ts';
import { namedEvent } from '../http/sse.ts';
import type { Json } from '../json.ts';
import { emptyMessage } from './message.ts';
import { signatureOf } from './signature.ts';

const ping = namedEvent({ type: 'ping' });

/** message_start, then each block's start, deltas and stop, then message_delta with all that was used, then message_stop. */
export function frames(answer: Answer): string[] {
  const { fresh, cacheRead, cacheCreation, output } = answer.usage;
  return [
    event('message_start', { message: emptyMessage(answer) }),
    ...answer.blocks.flatMap(blockFrames),
    ...(answer.blocks.length === 0 ? [ping] : []),
    event('message_delta', {
      delta: { stop_reason: answer.stop, stop_sequence: answer.stopSequence ?? null },
      usage: {
        input_tokens: fresh,
        cache_creation_input_tokens: cacheCreation,
        cache_read_input_tokens: cacheRead,
        output_tokens: output,
      },
    }),
    event('message_stop', {}),
  ];
}

function blockFrames(block: Block, index: number): string[] {
  return [
    event('content_block_start', { index, content_block: startOf(block) }),
    ...(index === 0 ? [ping] : []),
    ...deltasOf(block).map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
}

function startOf(block: Block): Json {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: block.id, name: block.name, input: {} };
}

function deltasOf(block: Block): Json[] {
  if (block.type === 'text') return pieces(block.text).map((text) => ({ type: 'text_delta', text }));
  if (block.type === 'thinking') {
    const thoughts = pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking }));
    return [...thoughts, { type: 'signature_delta', signature: signatureOf(block.thinking) }];
  }
  return ['', ...pieces(JSON.stringify(block.input))].map((json) => ({ type: 'input_json_delta', partial_json: json }));
}

function event(type: string, data: Json): string {
  return namedEvent({ type, ...data });
}
