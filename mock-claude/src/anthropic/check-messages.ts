import type { IncomingHttpHeaders } from 'node:http';
import { invalid } from '../conversation/problem.ts';
import { type Json, isObject, objects, text } from '../json.ts';

export interface Message {
  role: string;
  content: unknown;
}

/** A text stands for one block of it. */
export function blocksOf(content: unknown): Json[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : objects(content);
}

/** The messages, in the order that the API wants. Throws Refusal in its words. */
export function checkMessages(body: Json, headers: IncomingHttpHeaders): Message[] {
  const given = body['messages'];
  if (given === undefined) throw invalid('messages: Field required');
  if (!Array.isArray(given)) throw invalid('messages: Input should be a valid list');
  if (given.length === 0) throw invalid('messages: at least one message is required');
  const messages = given.map(readMessage);
  checkRoles(messages, headers);
  messages.forEach((message, index) => {
    checkContent(message, index, messages.length);
    checkPairs(message, messages[index - 1], messages[index + 1], index);
  });
  return messages;
}

function readMessage(message: unknown, index: number): Message {
  if (!isObject(message)) throw invalid(`messages.${index}: Input should be a valid dictionary or object to extract fields from`);
  if (message['role'] === undefined) throw invalid(`messages.${index}.role: Field required`);
  if (message['content'] === undefined) throw invalid(`messages.${index}.content: Field required`);
  if (typeof message['content'] !== 'string' && !Array.isArray(message['content']))
    throw invalid(`messages.${index}.content: Input should be a valid list`);
  return { role: text(message['role']), content: message['content'] };
}

/** Newer clients put a system message between others, and name a beta for it. */
function checkRoles(messages: Message[], headers: IncomingHttpHeaders): void {
  const amid = String(headers['anthropic-beta'] ?? '').includes('mid-conversation');
  const wrong = messages.find(({ role }) => !['user', 'assistant', ...(amid ? ['system'] : [])].includes(role));
  if (wrong?.role === 'system')
    throw invalid(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    );
  if (wrong) throw invalid(`messages: Unexpected role "${wrong.role}". Allowed roles are "user" or "assistant"`);
  if (messages.find(({ role }) => role !== 'system')?.role !== 'user') throw invalid('messages: first message must use the "user" role');
}

function checkContent({ role, content }: Message, index: number, count: number): void {
  const optional = role === 'assistant' && index === count - 1;
  if ((content === '' || (Array.isArray(content) && content.length === 0)) && !optional)
    throw invalid(`messages.${index}: all messages must have non-empty content except for the optional final assistant message`);
  if (typeof content === 'string') return;
  for (const [place, block] of blocksOf(content).entries()) {
    if (block['type'] === undefined) throw invalid(`messages.${index}.content.${place}.type: Field required`);
    if (block['type'] === 'text' && text(block['text']) === '') throw invalid('messages: text content blocks must be non-empty');
  }
}

/** Each call is answered in the next message, and nothing else is. */
function checkPairs({ role, content }: Message, before: Message | undefined, after: Message | undefined, index: number): void {
  const blocks = blocksOf(content);
  if (role === 'user') {
    const known = new Set(idsOf(before, 'tool_use', 'id'));
    const place = blocks.findIndex(({ type, tool_use_id: id }) => type === 'tool_result' && !known.has(text(id)));
    if (place >= 0)
      throw invalid(
        `messages.${index}.content.${place}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${text(blocks[place]?.['tool_use_id'])}. ` +
          'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
      );
  }
  if (role !== 'assistant' || !after) return;
  const answered = new Set(idsOf(after, 'tool_result', 'tool_use_id'));
  const open = idsOf({ role, content }, 'tool_use', 'id').filter((id) => !answered.has(id));
  if (open.length > 0)
    throw invalid(
      `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. ` +
        'Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
    );
}

function idsOf(message: Message | undefined, type: string, key: string): string[] {
  return blocksOf(message?.content).flatMap((block) => (block['type'] === type ? [text(block[key])] : []));
}
