import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a request asked for, and the way to answer it by hand. */
export interface Request {
  body: {
    model: string;
    stream?: boolean;
    stream_options?: object;
    tools?: { function: { name: string; parameters: object } }[];
    messages: {
      role: string;
      content: string;
      tool_calls?: { id: string; function: { name: string; arguments: string } }[];
      tool_call_id?: string;
    }[];
  };
  headers: IncomingMessage['headers'];
  raw: IncomingMessage;
  response: ServerResponse;
}

export type Reply = (request: Request) => void;

/** A server of chat completions that gives the replies in turn, the last one from then on. */
export async function chatServer(...replies: Reply[]): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = [];
  const server = createServer((raw, response) => {
    const parts: Buffer[] = [];
    raw.on('data', (part: Buffer) => parts.push(part));
    raw.on('end', () => {
      if (raw.method === 'GET') return void json(response, 200, { object: 'list', data: [{ id: 'small-model' }] });
      const request = { body: JSON.parse(Buffer.concat(parts).toString()) as Request['body'], headers: raw.headers, raw, response };
      requests.push(request);
      replies[Math.min(requests.length, replies.length) - 1]?.(request);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

/** One document, as servers answer that stream nothing. */
export const whole =
  (message: object, finish_reason = 'stop'): Reply =>
  ({ response }) =>
    json(response, 200, { choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }], usage });

export const says = (content: string): Reply => whole({ content });

export const calls = (...given: [name: string, args: object | string][]): Reply =>
  whole(
    {
      content: null,
      tool_calls: given.map(([name, args], index) => ({
        id: `id_${index}`,
        type: 'function',
        function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
      })),
    },
    'tool_calls',
  );

/** Chunks as given, then the end of the stream. */
export const streams =
  (deltas: object[], finish_reason = 'stop'): Reply =>
  ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.write(': a comment\n\n');
    for (const delta of deltas) send({ choices: [{ index: 0, delta, finish_reason: null }] });
    send({ choices: [{ index: 0, delta: {}, finish_reason }] });
    send({ choices: [], usage });
    response.end('data: [DONE]\n\n');
  };

export const fails =
  (status: number, error: object | string, headers: Record<string, string> = {}): Reply =>
  ({ response }) =>
    typeof error === 'string'
      ? void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(error)
      : json(response, status, { error }, headers);

export const resets: Reply = ({ raw }) => void raw.socket.resetAndDestroy();
