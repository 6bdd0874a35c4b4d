import { type Json, isObject, objects, text } from '../json.ts';
import { type Heard, type Said, count, heard } from './heard.ts';
import { parsed, sseData } from './sse-data.ts';

const stops: Record<string, string> = { stop: 'end_turn', tool_calls: 'tool_use', length: 'max_tokens', content_filter: 'refusal' };

/** A chat completion, whole or as a stream. */
export function hearChat(body: string, stream: boolean): Heard {
  const given = stream ? sseData(body) : [parsed(body)].filter(isObject);
  const said: Said = { thinking: '', text: '', tools: [] };
  const calls: { name: string; input: string }[] = [];
  let finish = '';
  let usage: Json = {};
  for (const part of given) {
    if (isObject(part['usage'])) usage = part['usage'];
    const [choice = {}] = objects(part['choices']);
    finish = text(choice['finish_reason']) || finish;
    const delta = [choice['delta'], choice['message']].find(isObject) ?? {};
    said.text += text(delta['content']);
    said.thinking += text(delta['reasoning_content']);
    for (const [place, call] of objects(delta['tool_calls']).entries()) addCall(calls, call, place);
  }
  said.tools = calls.map(({ name, input }) => ({ name, input: parsed(input) ?? input }));
  const details = isObject(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {};
  const cached = count(details['cached_tokens']);
  return heard(said, {
    ...(stops[finish] ? { stop_reason: stops[finish] } : {}),
    usage: {
      input: count(usage['prompt_tokens']) - cached,
      output: count(usage['completion_tokens']),
      cache_read: cached,
      cache_creation: 0,
    },
  });
}

function addCall(calls: { name: string; input: string }[], call: Json, place: number): void {
  const index = typeof call['index'] === 'number' ? call['index'] : place;
  const named = [call['function'], call['custom']].find(isObject) ?? {};
  const known = (calls[index] ??= { name: '', input: '' });
  known.name += text(named['name']);
  known.input += text(named['arguments']) + text(named['input']);
}
