import type { IncomingMessage } from 'node:http';
import { Refusal, invalid } from '../conversation/problem.ts';
import { type Json, isObject } from '../json.ts';

/** As the real API: 32 MB. */
const most = 32 * 1024 * 1024;

export function readBytes(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const parts: Buffer[] = [];
  let size = 0;
  request.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= most) parts.push(part);
  });
  request.once('end', () => {
    if (size > most) reject(new Refusal({ kind: 'too_large', message: 'Request exceeds the maximum size' }));
    else resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
  });
  request.once('error', reject);
  return promise;
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
