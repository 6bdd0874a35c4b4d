import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it comes; fails with the system's own error where the connection breaks. */
  body: AsyncIterable<Buffer>;
}

/**
 * One request on a connection of its own, with no time-out but the signal's: a model may think for long before its first byte. Redirects are
 * not followed. Rejects with the system's own error, such as ECONNREFUSED, and with the signal's reason.
 */
export async function exchange(url: URL, { method, headers = {}, body, signal }: HttpRequest): Promise<HttpAnswer> {
  signal?.throwIfAborted();
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers: { ...headers, ...length }, agent: false, ...(signal ? { signal } : {}) };
      request(url, options, resolve).once('error', reject).end(body);
    });
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: answer };
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

/** All of a body as text, at most so many bytes of it; the rest is not waited for. */
export async function bodyText(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most).toString('utf8');
}

/** `ECONNREFUSED` of an error that the system or Node's HTTP gave; undefined for any other. Several addresses that were tried count as their first. */
export function networkCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
