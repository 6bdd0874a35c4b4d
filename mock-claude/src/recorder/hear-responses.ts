import { type Json, isObject, objects, text } from '../json.ts';
import { type Heard, type Said, count, heard } from './heard.ts';
import { parsed, sseData } from './sse-data.ts';

/** An answer of the Responses API, whole or as a stream. */
export function hearResponses(body: string, stream: boolean): Heard {
  const events = stream ? sseData(body) : [];
  const last = stream ? events.findLast((event) => isObject(event['response']))?.['response'] : parsed(body);
  const response = isObject(last) ? last : {};
  const told = events.filter(({ type }) => type === 'response.output_item.done').flatMap(({ item }) => (isObject(item) ? [item] : []));
  const said: Said = { thinking: '', text: '', tools: [] };
  for (const item of told.length > 0 ? told : objects(response['output'])) hearItem(said, item);
  const usage = isObject(response['usage']) ? response['usage'] : {};
  const details = isObject(usage['input_tokens_details']) ? usage['input_tokens_details'] : {};
  const cached = count(details['cached_tokens']);
  return heard(said, {
    ...(response['status'] === 'incomplete' ? { stop_reason: 'max_tokens' } : {}),
    usage: { input: count(usage['input_tokens']) - cached, output: count(usage['output_tokens']), cache_read: cached, cache_creation: 0 },
  });
}

function hearItem(said: Said, item: Json): void {
  const words = (value: unknown) =>
    objects(value)
      .map((part) => text(part['text']))
      .join('');
  if (item['type'] === 'message') said.text += words(item['content']);
  if (item['type'] === 'reasoning') said.thinking += words(item['summary']);
  if (item['type'] === 'function_call') said.tools.push({ name: text(item['name']), input: parsed(text(item['arguments'])) ?? {} });
  if (item['type'] === 'custom_tool_call') said.tools.push({ name: text(item['name']), input: text(item['input']) });
  if (item['type'] === 'local_shell_call') {
    const argv = isObject(item['action']) ? item['action']['command'] : [];
    said.tools.push({ name: 'local_shell', input: argv });
  }
}
