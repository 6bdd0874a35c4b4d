import type { IncomingMessage } from 'node:http';
import { Refusal, invalid } from '../conversation/problem.ts';
import { type Json, isObject } from '../json.ts';

/** As the real API: 32 MB. */
const most = 32 * 1024 * 1024;

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= most) parts.push(part);
  }
  if (size > most) throw new Refusal({ kind: 'too_large', message: 'Request exceeds the maximum size' });
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** Throws Refusal where it is no JSON object. */
export function parseBody(bytes: Buffer): Json {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(`The request body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(body)) throw invalid('Input should be a valid dictionary or object to extract fields from');
  return body;
}
