import type { Json } from '../json.ts';

/** One event as it goes over the wire: with its name, as Anthropic and OpenAI's Responses send it. */
export function namedEvent(data: { type: string } & Json): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Without a name, as chat completions send it. */
export function plainEvent(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
