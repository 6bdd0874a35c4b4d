import type { Answer, ToolCall } from '../../conversation/answer.ts';
import type { Ask } from '../../conversation/ask.ts';
import { pieces } from '../../conversation/pieces.ts';
import { plainEvent } from '../../http/sse.ts';
import type { Json } from '../../json.ts';
import { argumentsOf, callsOf, completionId, finishReason, usage } from './completion.ts';

/** The role first, then what is said piece by piece, then why it ends, then the usage where it was asked for, then `[DONE]`. */
export function frames(answer: Answer, { usageInStream }: Ask): string[] {
  const head = { id: completionId(answer), object: 'chat.completion.chunk', created: Math.floor(answer.at / 1000), model: answer.model };
  const chunk = (delta: Json, finish: string | null = null) =>
    plainEvent({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(usageInStream ? { usage: null } : {}),
    });
  const said = answer.blocks.flatMap((block): Json[] => {
    if (block.type === 'thinking') return pieces(block.thinking).map((text) => ({ reasoning_content: text }));
    return block.type === 'text' ? pieces(block.text).map((content) => ({ content })) : [];
  });
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...[...said, ...callsOf(answer).flatMap(callDeltas)].map((delta) => chunk(delta)),
    chunk({}, finishReason(answer)),
    ...(usageInStream ? [plainEvent({ ...head, choices: [], usage: usage(answer) })] : []),
    plainEvent('[DONE]'),
  ];
}

/** The name comes first and alone; the arguments follow in pieces. */
function callDeltas(call: ToolCall, index: number): Json[] {
  const { id, name, kind } = call;
  const field = kind === 'custom' ? 'input' : 'arguments';
  const type = kind === 'custom' ? 'custom' : 'function';
  return [
    { tool_calls: [{ index, id, type, [type]: { name, [field]: '' } }] },
    ...pieces(argumentsOf(call)).map((piece) => ({ tool_calls: [{ index, [type]: { [field]: piece } }] })),
  ];
}
