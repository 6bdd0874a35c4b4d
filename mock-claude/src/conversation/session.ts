import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Json, isObject, text } from '../json.ts';

/** Where clients say which conversation it is: first our own, then Claude Code's, Codex's, OpenCode's. */
const headerNames = ['x-mock-session', 'x-claude-code-session-id', 'session-id', 'session_id', 'x-session-id', 'x-session-affinity'];

/**
 * Which conversation a request belongs to: a marker `[session: NAME]` in its first or last words, a header, a field of its body;
 * else a name made of its first words, so that all turns of one conversation share it.
 */
export function sessionOf(headers: IncomingHttpHeaders, body: Json, first: string, last: string): string {
  return marker(last) ?? marker(first) ?? fromHeaders(headers) ?? fromBody(body) ?? named(first);
}

function marker(words: string): string | undefined {
  return /\[session: *([^\]]+)\]/.exec(words)?.[1]?.trim();
}

function fromHeaders(headers: IncomingHttpHeaders): string | undefined {
  const name = headerNames.find((header) => headers[header]);
  return name === undefined ? undefined : String(headers[name]);
}

function fromBody(body: Json): string | undefined {
  const user = isObject(body['metadata']) ? text(body['metadata']['user_id']) : '';
  return /"session_id":"([^"]+)"/.exec(user)?.[1] ?? /_session_([\w-]+)$/.exec(user)?.[1] ?? (text(body['prompt_cache_key']) || undefined);
}

function named(first: string): string {
  return `conversation-${createHash('sha256').update(first).digest('hex').slice(0, 8)}`;
}
