import type { Ask, ToolOffer, ToolResult } from '../../conversation/ask.ts';
import { invalid } from '../../conversation/problem.ts';
import { sessionOf } from '../../conversation/session.ts';
import { spoken } from '../../conversation/words.ts';
import type { Incoming } from '../../http/dialect.ts';
import { type Json, isObject, objects, text } from '../../json.ts';
import { inputTokens } from '../input-tokens.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** A request for `/v1/chat/completions`. Throws Refusal in OpenAI's words. */
export function readChat({ headers, body }: Incoming): Ask {
  const model = text(body['model']);
  if (model === '') throw invalid('you must provide a model parameter');
  const messages = checkMessages(body['messages']);
  const users = messages.filter(({ role }) => role === 'user').map(({ content }) => wordsOf(content));
  const last = users.findLast(Boolean) ?? '';
  const most = body['max_completion_tokens'] ?? body['max_tokens'];
  return {
    dialect: 'chat',
    session: sessionOf(headers, body, users[0] ?? '', last),
    model,
    stream: body['stream'] === true,
    turn: messages.filter(({ role }, index) => role === 'assistant' && messages[index - 1]?.['role'] !== 'assistant').length + 1,
    text: last,
    results: resultsOf(messages),
    tools: objects(body['tools']).map(toolOffer),
    thinking: true,
    maxTokens: typeof most === 'number' ? most : undefined,
    stopSequences: [body['stop']].flat().flatMap((stop) => text(stop) || []),
    input: inputTokens([body['tools'], messages]),
    usageInStream: isObject(body['stream_options']) && body['stream_options']['include_usage'] === true,
  };
}

function checkMessages(given: unknown): Json[] {
  if (given === undefined) throw invalid("Missing required parameter: 'messages'.", 'messages');
  if (!Array.isArray(given)) throw invalid("Invalid type for 'messages': expected an array of objects.", 'messages');
  if (given.length === 0)
    throw invalid("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", 'messages');
  const messages = objects(given);
  const unknown = messages.findIndex(({ role }) => !roles.includes(text(role)));
  if (unknown >= 0)
    throw invalid(
      `Invalid value: '${text(messages[unknown]?.['role'])}'. Supported values are: ${roles.map((role) => `'${role}'`).join(', ')}.`,
      `messages[${unknown}].role`,
    );
  messages.forEach((message, index) => checkPair(messages, message, index));
  return messages;
}

function checkPair(messages: Json[], message: Json, index: number): void {
  if (message['role'] === 'tool') {
    const calling = messages.slice(0, index).findLast(({ role }) => role !== 'tool');
    if (!idsOf(calling).includes(text(message['tool_call_id'])))
      throw invalid(
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        `messages.[${index}].role`,
      );
  }
  const open = idsOf(message).filter((id) => !answersAfter(messages, index).includes(id));
  if (open.length > 0)
    throw invalid(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(', ')}`,
      `messages.[${index}].role`,
    );
}

function answersAfter(messages: Json[], index: number): string[] {
  const end = messages.findIndex(({ role }, place) => place > index && role !== 'tool');
  return messages.slice(index + 1, end < 0 ? undefined : end).map((message) => text(message['tool_call_id']));
}

function idsOf(message: Json | undefined): string[] {
  return objects(message?.['tool_calls']).map(({ id }) => text(id));
}

function resultsOf(messages: Json[]): ToolResult[] {
  const since = messages.findLastIndex(({ role }) => role !== 'tool');
  const calls = objects(messages[since]?.['tool_calls']);
  return messages.slice(since + 1).map((message) => {
    const id = text(message['tool_call_id']);
    const call = calls.find((one) => one['id'] === id);
    const named = isObject(call?.['function']) ? call['function'] : isObject(call?.['custom']) ? call['custom'] : {};
    return { id, tool: text(named['name']) || undefined, text: wordsOf(message['content']), error: false };
  });
}

function wordsOf(content: unknown): string {
  if (typeof content === 'string') return spoken(content);
  return objects(content)
    .flatMap((part) => spoken(text(part['text'])) || [])
    .join('\n');
}

function toolOffer(tool: Json): ToolOffer {
  const custom = isObject(tool['custom']) ? tool['custom'] : undefined;
  if (custom) return { name: text(custom['name']), kind: 'custom' };
  const named = isObject(tool['function']) ? tool['function'] : {};
  return { name: text(named['name']), kind: 'function', parameters: named['parameters'] };
}
