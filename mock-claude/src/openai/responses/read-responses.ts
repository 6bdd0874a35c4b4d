import type { Ask, ToolOffer, ToolResult } from '../../conversation/ask.ts';
import { invalid } from '../../conversation/problem.ts';
import { sessionOf } from '../../conversation/session.ts';
import { spoken } from '../../conversation/words.ts';
import type { Incoming } from '../../http/dialect.ts';
import { type Json, objects, text } from '../../json.ts';
import { inputTokens } from '../input-tokens.ts';

/** A request for `/v1/responses`. Throws Refusal in OpenAI's words. */
export function readResponses({ headers, body, history }: Incoming): Ask {
  const model = text(body['model']);
  if (model === '') throw invalid("Missing required parameter: 'model'.", 'model');
  const items = [...before(body, history), ...readInput(body['input'])];
  checkOutputs(items);
  const users = items.filter(({ role }) => role === 'user').map(({ content }) => wordsOf(content));
  const last = users.findLast(Boolean) ?? '';
  return {
    dialect: 'responses',
    session: sessionOf(headers, body, users[0] ?? '', last),
    model,
    stream: body['stream'] === true,
    turn: items.filter((item, index) => isModels(item) && !isModels(items[index - 1] ?? {})).length + 1,
    text: last,
    results: resultsOf(items),
    tools: objects(body['tools']).flatMap(toolOffers),
    thinking: true,
    maxTokens: typeof body['max_output_tokens'] === 'number' ? body['max_output_tokens'] : undefined,
    stopSequences: [],
    input: inputTokens([body['tools'], body['instructions'], items]),
    items,
  };
}

function readInput(input: unknown): Json[] {
  if (typeof input === 'string') return [{ type: 'message', role: 'user', content: input }];
  if (!Array.isArray(input)) throw invalid("Missing required parameter: 'input'.", 'input');
  return objects(input);
}

function before({ previous_response_id: id }: Json, history: Incoming['history']): Json[] {
  if (typeof id !== 'string') return [];
  const items = history.get(id);
  if (!items) throw invalid(`Previous response with id '${id}' not found.`, 'previous_response_id');
  return objects(items);
}

/** Items that a model made; several of them in a row are one answer. */
function isModels({ type, role }: Json): boolean {
  return role === 'assistant' || type === 'reasoning' || text(type).endsWith('_call');
}

const outputs = /_call_output$/;

function checkOutputs(items: Json[]): void {
  const known = new Set(items.filter(isModels).map((item) => text(item['call_id'] ?? item['id'])));
  const lost = items.find((item) => outputs.test(text(item['type'])) && !known.has(text(item['call_id'] ?? item['id'])));
  if (lost) throw invalid(`No tool call found for function call output with call_id ${text(lost['call_id'])}.`, 'input');
  const answered = new Set(items.filter(({ type }) => outputs.test(text(type))).map((item) => text(item['call_id'] ?? item['id'])));
  const open = items.find(({ type, call_id: id }) => (type === 'function_call' || type === 'custom_tool_call') && !answered.has(text(id)));
  if (open) throw invalid(`No tool output found for function call ${text(open['call_id'])}.`, 'input');
}

function resultsOf(items: Json[]): ToolResult[] {
  const since = items.findLastIndex(isModels);
  const outs = items.slice(since + 1).filter(({ type }) => outputs.test(text(type)));
  return outs.map((item) => {
    const id = text(item['call_id'] ?? item['id']);
    const call = items.find((one) => isModels(one) && text(one['call_id'] ?? one['id']) === id);
    return { id, tool: text(call?.['name']) || undefined, text: wordsOf(item['output']), error: false };
  });
}

function wordsOf(content: unknown): string {
  if (typeof content === 'string') return spoken(content);
  return objects(content)
    .flatMap((part) => spoken(text(part['text'])) || [])
    .join('\n');
}

/** Those that the server would run itself are none of ours. */
function toolOffers(tool: Json): ToolOffer[] {
  const type = text(tool['type']);
  if (type === 'local_shell') return [{ name: 'local_shell', kind: 'local_shell' }];
  if (type === 'custom') return [{ name: text(tool['name']), kind: 'custom' }];
  if (type === 'function') return [{ name: text(tool['name']), kind: 'function', parameters: tool['parameters'] }];
  return [];
}
