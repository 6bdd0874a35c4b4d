import type { Mention } from '../../contract/verify.ts';

/** Who says it in one line of a transcript. A tool's result comes in a message of the user, and is nothing that the user said. */
export function whoSaidIt(line: string, wanted: string): Mention['by'] {
  const entry = parsed(line);
  if (!entry) return byRole(/"(?:type|role)":\s*"(user|assistant)"/.exec(line)?.[1]);
  const message = entry['message'];
  const role = (isObject(message) ? message['role'] : entry['role']) ?? entry['type'];
  const content = isObject(message) ? message['content'] : entry['content'];
  if (role !== 'user') return byRole(role);
  if (!Array.isArray(content)) return has(content, wanted) || !('toolUseResult' in entry) ? 'user' : 'tool result';
  const saying = content.filter((block) => has(block, wanted));
  return saying.some((block) => !isObject(block) || block['type'] !== 'tool_result') ? 'user' : 'tool result';
}

function byRole(role: unknown): Mention['by'] {
  if (role === 'user' || role === 'assistant') return role;
  return role === 'tool' || role === 'tool_result' ? 'tool result' : 'somebody';
}

function has(value: unknown, wanted: string): boolean {
  return JSON.stringify(value)?.includes(wanted) ?? false;
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
