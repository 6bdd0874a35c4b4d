import type { ServerResponse } from 'node:http';
import type { Books } from '../account/books.ts';
import { sendJson } from './send.ts';

/** What a test looks at from outside, and how it begins anew. */
export function answerControl(
  method: string,
  path: string,
  response: ServerResponse,
  { books, reset }: { books: Books; reset: () => void },
): void {
  if (method === 'GET' && path === '/__mock/state') return sendJson(response, 200, {}, books.state());
  if (method === 'POST' && path === '/__mock/reset') {
    reset();
    return sendJson(response, 200, {}, { reset: true });
  }
  sendJson(response, 404, {}, { error: 'there is GET /__mock/state and POST /__mock/reset' });
}
