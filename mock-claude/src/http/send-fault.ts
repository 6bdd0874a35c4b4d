import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Break } from '../faults/names.ts';
import { htmlPage } from '../faults/html-page.ts';
import type { Fault } from '../scenario/schema.ts';
import { goneSignal, sendJson, sendText, streamHeaders, sendFrames } from './send.ts';

/** What would have been answered, for a fault that begins with it. */
export interface Spoiled {
  stream: boolean;
  headers: Record<string, string>;
  /** One where it is no stream. */
  frames: string[];
  /** An error in the middle of a stream. */
  errorFrame: string;
}

/** Breaks a connection, or a stream that has begun; resolves when nothing more will come. */
export async function sendBreak(
  type: Break,
  fault: Fault,
  { request, response, clock }: { request: IncomingMessage; response: ServerResponse; clock: Clock },
  { stream, headers, frames, errorFrame }: Spoiled,
): Promise<void> {
  if (type === 'reset') return void request.socket.resetAndDestroy();
  const gone = goneSignal(response);
  setMaxListeners(0, gone);
  const before = frames.slice(0, fault.after ?? Math.ceil(frames.length / 2));
  if (stream) {
    response.writeHead(200, { ...streamHeaders, ...headers });
    response.flushHeaders();
    await flushed(response, before.join(''));
    if (type === 'stream_error') return void response.end(errorFrame);
  }
  if (type === 'stall') {
    await (fault.for_ms === undefined ? until(gone) : clock.sleep(fault.for_ms, gone));
    if (gone.aborted) return;
    if (!stream) return sendText(response, 200, { 'content-type': 'application/json', ...headers }, frames.join(''));
    return sendFrames(response, frames.slice(before.length), 0, clock);
  }
  if (!stream) {
    const whole = frames.join('');
    response.writeHead(200, { 'content-type': 'application/json', ...headers, 'content-length': String(Buffer.byteLength(whole)) });
    await flushed(response, whole.slice(0, whole.length / 2));
  }
  request.socket.destroy();
}

/** What a proxy in between might say instead of the API. */
export function sendPage(response: ServerResponse, fault: Fault): void {
  const { status = fault.type === 'html_502' ? 502 : 429, headers = {}, body } = fault;
  if (fault.type !== 'custom') return sendText(response, status, { 'content-type': 'text/html', ...headers }, htmlPage(status));
  if (typeof body === 'string') return sendText(response, status, { 'content-type': 'text/plain', ...headers }, body);
  sendJson(response, status, headers, body ?? {});
}

function flushed(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (text === '') resolve();
    else response.write(text, () => resolve());
  });
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
