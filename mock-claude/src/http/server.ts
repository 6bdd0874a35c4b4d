import { type IncomingMessage, type Server, createServer } from 'node:http';
import { createBooks } from '../account/books.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../conversation/problem.ts';
import type { Scenario } from '../scenario/schema.ts';
import { type Exchange, sendProblem } from './answer-ask.ts';
import { answerControl } from './control.ts';
import { routeOf } from './routes.ts';

/** What answers a request that is not for the mock itself. */
type Answering = (exchange: Exchange) => Promise<void>;

/** The mock as an HTTP server that does not listen yet. With a recorder, that one answers. */
export function createMockServer(scenario: Scenario, clock: Clock, recorder?: Answering): Server {
  let books = createBooks(scenario);
  const reset = () => (books = createBooks(scenario));

  return createServer((request, response) => {
    const { method, path } = target(request);
    if (path.startsWith('/__mock/')) return answerControl(method, path, response, { books, reset });
    const entry = books.open({ at: new Date(clock.now()).toISOString(), method, path });
    void answer({ request, response, scenario, books, entry, clock }, recorder);
  });
}

async function answer(exchange: Exchange, recorder: Answering | undefined): Promise<void> {
  const { request, response, entry } = exchange;
  const route = routeOf(entry, isOpenai(request));
  try {
    await (recorder ?? route.answer)(exchange);
    entry.status ??= response.statusCode;
  } catch (error) {
    // A client that left in the middle of its request hears nothing any more.
    if (request.destroyed && !request.complete) return;
    if (response.headersSent) return void response.destroy();
    sendProblem(route.dialect, exchange, error instanceof Refusal ? error.problem : ownFault(error));
  }
}

function ownFault(error: unknown) {
  return {
    kind: 'server' as const,
    message: `mock-claude failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  };
}

/** Clients of Anthropic always say which version they speak. */
function isOpenai({ headers }: IncomingMessage): boolean {
  return !headers['anthropic-version'] && !headers['x-api-key'];
}

function target({ method = 'GET', url = '/' }: IncomingMessage): { method: string; path: string } {
  const query = url.indexOf('?');
  const path = (query < 0 ? url : url.slice(0, query)).replace(/(?<=.)\/$/, '');
  return { method, path };
}
