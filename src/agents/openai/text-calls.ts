import type { Message, ToolCall } from './conversation.ts';
import type { Tool } from './tool.ts';

const opening = '<tool_call>';
const closing = '</tool_call>';

/**
 * Calls written as text, for servers and models that know no tools: `<tool_call>{"name": …, "arguments": {…}}</tool_call>`, one for each call;
 * results come back as `<tool_response name="…">`. It is the form in which the Hermes and Qwen families were trained.
 */
export function readTextCalls(text: string, id: (index: number) => string): { text: string; calls: ToolCall[]; broken: number } {
  const calls: ToolCall[] = [];
  let broken = 0;
  let said = '';
  let rest = text;
  for (let from = rest.indexOf(opening); from !== -1; from = rest.indexOf(opening)) {
    said += rest.slice(0, from);
    const found = firstCall(rest.slice(from + opening.length));
    if (found.call) calls.push({ id: id(calls.length), ...found.call });
    else broken += 1;
    rest = found.rest;
  }
  return { text: (said + rest).trim(), calls, broken };
}

/** What is written may itself hold the closing mark, so it ends at the first one before which it is whole. */
function firstCall(text: string): { call?: Omit<ToolCall, 'id'>; rest: string } {
  const ends: number[] = [];
  for (let at = text.indexOf(closing); at !== -1; at = text.indexOf(closing, at + 1)) ends.push(at);
  for (const end of [...ends, ...(ends.length === 0 ? [text.length] : [])]) {
    const call = parseCall(text.slice(0, end));
    if (call) return { call, rest: text.slice(end + closing.length) };
  }
  return { rest: ends[0] === undefined ? '' : text.slice(ends[0] + closing.length) };
}

function parseCall(text: string): Omit<ToolCall, 'id'> | undefined {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null || !('name' in given) || typeof given.name !== 'string') return undefined;
    return { name: given.name, arguments: JSON.stringify('arguments' in given ? given.arguments : {}) };
  } catch {
    return undefined;
  }
}

/** What a model is told of tools that its server cannot offer it. */
export function toolsAsText(tools: readonly Tool[]): string {
  return [
    'You use a tool by writing a block like this one, as often as you need it; the arguments are JSON:',
    `${opening}{"name": "read", "arguments": {"path": "compose.yaml"}}${closing}`,
    'Then stop: the results come as the next message. The tools:',
    ...tools.map(({ name, description, parameters }) => `- ${name}: ${description} Arguments: ${JSON.stringify(parameters)}`),
  ].join('\n');
}

/** A conversation with tools as one without: only system, user and assistant, by turns. */
export function messagesAsText(messages: readonly Message[]): { role: 'system' | 'user' | 'assistant'; content: string }[] {
  const plain: { role: 'system' | 'user' | 'assistant'; content: string }[] = [];
  for (const message of messages) {
    const said = plainMessage(message);
    const last = plain.at(-1);
    // Many templates want user and assistant in turn.
    if (last?.role === said.role) last.content += `\n${said.content}`;
    else plain.push(said);
  }
  return plain;
}

function plainMessage(message: Message): { role: 'system' | 'user' | 'assistant'; content: string } {
  if (message.role === 'tool')
    return { role: 'user', content: `<tool_response name="${message.name}">\n${message.text}\n</tool_response>` };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  const calls = message.calls.map(
    ({ name, arguments: given }) => `${opening}{"name": ${JSON.stringify(name)}, "arguments": ${given}}${closing}`,
  );
  return { role: 'assistant', content: [message.text, ...calls].filter((part) => part !== '').join('\n') };
}
