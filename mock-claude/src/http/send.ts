import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';

type Headers = Record<string, string>;

export function sendText(response: ServerResponse, status: number, headers: Headers, text: string): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
  response.end(text);
}

export function sendJson(response: ServerResponse, status: number, headers: Headers, body: unknown): void {
  sendText(response, status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
}

export const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** Aborts when the client is gone. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** The frames of a stream, and its end. With a pause between them they go out one by one, otherwise together. Stops where the client is gone. */
export async function sendFrames(response: ServerResponse, frames: string[], paceMs: number, clock: Clock): Promise<void> {
  if (paceMs === 0) return void response.end(frames.join(''));
  const gone = goneSignal(response);
  for (const frame of frames) {
    if (gone.aborted) return;
    response.write(frame);
    await clock.sleep(paceMs, gone);
  }
  response.end();
}
