import { stops } from '../conversation/answer.ts';
import { type Json, isObject, objects, text } from '../json.ts';
import { type Heard, type Said, count, heard } from './heard.ts';
import { parsed, sseData } from './sse-data.ts';

/** An answer of the Messages API, whole or as a stream. */
export function hearMessages(body: string, stream: boolean): Heard {
  const message = stream ? whole(sseData(body)) : parsed(body);
  const { content, stop_reason: stop, usage } = isObject(message) ? message : {};
  const said: Said = { thinking: '', text: '', tools: [] };
  for (const block of objects(content)) {
    if (block['type'] === 'thinking') said.thinking += text(block['thinking']);
    if (block['type'] === 'text') said.text += text(block['text']);
    if (block['type'] === 'tool_use') said.tools.push({ name: text(block['name']), input: block['input'] ?? {} });
  }
  const used = isObject(usage) ? usage : {};
  return heard(said, {
    ...(stops.some((known) => known === stop) ? { stop_reason: text(stop) } : {}),
    usage: {
      input: count(used['input_tokens']),
      output: count(used['output_tokens']),
      cache_read: count(used['cache_read_input_tokens']),
      cache_creation: count(used['cache_creation_input_tokens']),
    },
  });
}

/** The message that the events of a stream tell. */
function whole(events: Json[]): Json {
  let message: Json = {};
  const blocks: Json[] = [];
  const inputs: string[] = [];
  for (const event of events) {
    const index = count(event['index']);
    const delta = isObject(event['delta']) ? event['delta'] : {};
    const block = blocks[index];
    if (event['type'] === 'message_start' && isObject(event['message'])) message = event['message'];
    if (event['type'] === 'content_block_start' && isObject(event['content_block'])) blocks[index] = { ...event['content_block'] };
    if (event['type'] === 'content_block_delta' && block) {
      for (const key of ['text', 'thinking']) if (key in delta) block[key] = text(block[key]) + text(delta[key]);
      inputs[index] = (inputs[index] ?? '') + text(delta['partial_json']);
    }
    if (event['type'] === 'message_delta')
      message = { ...message, ...delta, usage: { ...(message['usage'] as object), ...(event['usage'] as object) } };
  }
  const content = blocks.map((block, index) => (inputs[index] ? { ...block, input: parsed(inputs[index]) } : block));
  return { ...message, content };
}
