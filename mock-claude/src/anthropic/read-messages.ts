import type { Ask, InputTokens, ToolResult } from '../conversation/ask.ts';
import { Refusal, invalid } from '../conversation/problem.ts';
import { sessionOf } from '../conversation/session.ts';
import { spoken } from '../conversation/words.ts';
import type { Incoming } from '../http/dialect.ts';
import { type Json, isObject, objects, text } from '../json.ts';
import { blocksOf, checkMessages, type Message } from './check-messages.ts';

/** A request for `/v1/messages`. Unknown fields and betas are let through. Throws Refusal in the real API's words. */
export function readMessages({ headers, body, now, promptCache }: Incoming): Ask {
  const model = readModel(body);
  if (typeof body['max_tokens'] !== 'number') throw invalid('max_tokens: Field required');
  if (body['max_tokens'] < 1) throw invalid('max_tokens: Input should be greater than or equal to 1');
  const messages = checkMessages(body, headers);
  checkThinking(body, body['max_tokens']);
  checkTools(body);
  const spokenWords = messages.filter(({ role }) => role === 'user').map((message) => wordsOf(message));
  const last = spokenWords.findLast(Boolean) ?? '';
  return {
    dialect: 'messages',
    session: sessionOf(headers, body, spokenWords[0] ?? '', last),
    model,
    stream: body['stream'] === true,
    turn: messages.filter(({ role }, index) => role === 'assistant' && messages[index - 1]?.role !== 'assistant').length + 1,
    text: last,
    results: resultsOf(messages),
    tools: objects(body['tools']).map((tool) => ({ name: text(tool['name']), kind: 'function', parameters: tool['input_schema'] })),
    thinking: isObject(body['thinking']) && body['thinking']['type'] !== 'disabled',
    maxTokens: body['max_tokens'],
    stopSequences: Array.isArray(body['stop_sequences']) ? body['stop_sequences'].map(text) : [],
    input: inputTokens(body, messages, (parts) => promptCache(model, parts, now)),
  };
}

export function readModel(body: Json): string {
  const model = body['model'];
  if (model === undefined) throw invalid('model: Field required');
  if (typeof model !== 'string') throw invalid('model: Input should be a valid string');
  if (model === '') throw new Refusal({ kind: 'not_found', message: 'model: ' });
  return model;
}

/** In the order in which the real cache sees them: tools, system, messages. */
export function inputTokens(body: Json, messages: Message[], count: (parts: unknown[]) => InputTokens): InputTokens {
  const system = typeof body['system'] === 'string' ? [body['system']] : objects(body['system']);
  return count([...objects(body['tools']), ...system, ...messages.flatMap(({ content }) => content)]);
}

function checkThinking({ thinking }: Json, maxTokens: number): void {
  if (!isObject(thinking) || thinking['type'] !== 'enabled') return;
  const budget = thinking['budget_tokens'];
  if (typeof budget !== 'number') throw invalid('thinking.enabled.budget_tokens: Field required');
  if (budget < 1024) throw invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
  if (budget >= maxTokens) throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.');
}

function checkTools({ tools }: Json): void {
  // A server's own set of tools has a type and no name of its own.
  const names = objects(tools).flatMap(({ type, name }) =>
    name === undefined && type !== undefined && type !== 'custom' ? [] : [text(name)],
  );
  const unnamed = names.indexOf('');
  if (unnamed >= 0) throw invalid(`tools.${unnamed}.custom.name: Field required`);
  if (new Set(names).size < names.length) throw invalid('tools: Tool names must be unique.');
}

function wordsOf({ content }: Message): string {
  const words = blocksOf(content).flatMap((block) => (block['type'] === 'text' ? spoken(text(block['text'])) || [] : []));
  return words.join('\n');
}

function resultsOf(messages: Message[]): ToolResult[] {
  const last = messages.findLast(({ role }) => role !== 'system');
  const calls = messages.flatMap(({ content }) => blocksOf(content)).filter(({ type }) => type === 'tool_use');
  return blocksOf(last?.content).flatMap((block) => {
    if (block['type'] !== 'tool_result') return [];
    const id = text(block['tool_use_id']);
    const tool = calls.findLast((call) => call['id'] === id)?.['name'];
    return [{ id, tool: text(tool) || undefined, text: resultText(block['content']), error: block['is_error'] === true }];
  });
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  return objects(content)
    .map((block) => text(block['text']))
    .join('\n');
}
