import type { Answer, Block } from '../../conversation/answer.ts';
import type { Ask } from '../../conversation/ask.ts';
import { pieces } from '../../conversation/pieces.ts';
import { namedEvent } from '../../http/sse.ts';
import type { Json } from '../../json.ts';
import { argumentsOf } from '../chat/completion.ts';
import { endOf, item, outputText, response } from './response.ts';

interface Event extends Json {
  type: string;
}

/** created, in_progress, then each item added, its deltas, and done; then completed. Numbered throughout. */
export function frames(answer: Answer, ask: Ask): string[] {
  const events: Event[] = [
    { type: 'response.created', response: response(answer, ask, 'in_progress') },
    { type: 'response.in_progress', response: response(answer, ask, 'in_progress') },
    ...answer.blocks.flatMap((block, index) => itemEvents(block, answer, index)),
    { type: `response.${endOf(answer)}`, response: response(answer, ask) },
  ];
  return events.map((event, number) => namedEvent({ ...event, sequence_number: number }));
}

function itemEvents(block: Block, answer: Answer, index: number): Event[] {
  const whole = item(block, answer, index);
  const place = { item_id: whole['id'], output_index: index };
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...whole, ...begun(block) } },
    ...parts(block, place),
    { type: 'response.output_item.done', output_index: index, item: whole },
  ];
}

/** An item before anything of it came. */
function begun(block: Block): Json {
  if (block.type === 'text') return { status: 'in_progress', content: [] };
  if (block.type === 'thinking') return { summary: [] };
  if (block.kind === 'local_shell') return { status: 'in_progress' };
  return { status: 'in_progress', ...(block.kind === 'custom' ? { input: '' } : { arguments: '' }) };
}

function parts(block: Block, place: Json): Event[] {
  if (block.type === 'text') {
    const at = { ...place, content_index: 0 };
    return [
      { type: 'response.content_part.added', ...at, part: outputText('') },
      ...deltas('response.output_text', block.text, at, 'text', { logprobs: [] }),
      { type: 'response.content_part.done', ...at, part: outputText(block.text) },
    ];
  }
  if (block.type === 'thinking') {
    const at = { ...place, summary_index: 0 };
    const part = (text: string) => ({ type: 'summary_text', text });
    return [
      { type: 'response.reasoning_summary_part.added', ...at, part: part('') },
      ...deltas('response.reasoning_summary_text', block.thinking, at, 'text'),
      { type: 'response.reasoning_summary_part.done', ...at, part: part(block.thinking) },
    ];
  }
  if (block.kind === 'local_shell') return [];
  return block.kind === 'custom'
    ? deltas('response.custom_tool_call_input', argumentsOf(block), place, 'input')
    : deltas('response.function_call_arguments', argumentsOf(block), place, 'arguments');
}

/** A text in pieces, then all of it. */
function deltas(type: string, text: string, at: Json, field: string, more: Json = {}): Event[] {
  return [
    ...pieces(text).map((delta) => ({ type: `${type}.delta`, ...at, delta, ...more })),
    { type: `${type}.done`, ...at, [field]: text, ...more },
  ];
}
