import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../conversation/problem.ts';
import type { Taken } from './rule-of.ts';

/** Headers that belong to one connection (RFC 9110, 7.6.1), or that fetch sets itself. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'host',
  'content-length',
  'expect',
  'accept-encoding',
  'content-encoding',
]);

/** Asks upstream the same, passes on what comes as it comes, and returns all of it; the end of the response is left to the caller. Throws Refusal where nobody answers. */
export async function forward(request: IncomingMessage, body: Buffer, response: ServerResponse, upstream: string): Promise<Taken> {
  const { method = 'GET', url = '/' } = request;
  const answer = await fetch(`${upstream.replace(/\/$/, '')}${url}`, {
    method,
    headers: { ...passedOn(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), 'accept-encoding': 'identity' },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
    redirect: 'manual',
  }).catch((error: unknown) => {
    throw new Refusal({ kind: 'server', status: 502, message: `${upstream} does not answer: ${reason(error)}` });
  });
  const headers = passedOn([...answer.headers]);
  response.writeHead(answer.status, headers);
  const parts: Uint8Array[] = [];
  for await (const part of answer.body ?? []) {
    parts.push(part);
    response.write(part);
  }
  return { status: answer.status, headers, body: Buffer.concat(parts).toString('utf8') };
}

function passedOn(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !ofConnection.has(name)));
}

/** What fetch says lies in its cause. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
