import { anthropicModel, anthropicModels, knownModels, openaiModel, openaiModels } from '../models.ts';
import { countTokens } from '../anthropic/count-tokens.ts';
import { messages } from '../anthropic/messages.ts';
import { Refusal } from '../conversation/problem.ts';
import { chat } from '../openai/chat/chat.ts';
import { responses } from '../openai/responses/responses.ts';
import { type Exchange, answerAsk } from './answer-ask.ts';
import type { Dialect } from './dialect.ts';
import { parseBody, readBytes } from './read-body.ts';
import { sendJson } from './send.ts';

/** Whose words an error is told in, and how it is answered. */
export interface Route {
  dialect: Dialect;
  answer(exchange: Exchange): Promise<void> | void;
}

/** Where models are asked. */
export const asks: Record<string, Dialect> = {
  '/v1/messages': messages,
  '/v1/chat/completions': chat,
  '/chat/completions': chat,
  '/v1/responses': responses,
  '/responses': responses,
};

/** The queries of a URL are ignored, as the real API does. */
export function routeOf({ method, path }: { method: string; path: string }, openai: boolean): Route {
  const dialect = asks[path] ?? (openai ? chat : messages);
  if (method === 'POST' && asks[path]) return { dialect, answer: (exchange) => answerAsk(dialect, exchange) };
  if (method === 'POST' && path === '/v1/messages/count_tokens') return { dialect, answer: answerCount };
  if ((method === 'GET' || method === 'HEAD') && path === '/') return { dialect, answer: answerEmpty };
  if (method === 'GET' && /^(\/v1)?\/models(\/|$)/.test(path))
    return { dialect, answer: (exchange) => answerModels(exchange, path, openai) };
  if (isTelemetry(path)) return { dialect, answer: answerEmpty };
  return {
    dialect,
    answer: () => {
      throw new Refusal({ kind: 'not_found', message: openai ? `Invalid URL (${method} ${path})` : 'Not Found' });
    },
  };
}

/** Reports, flags and health of clients: none of it is the mock's business, and none of it may fail. */
function isTelemetry(path: string): boolean {
  return /^\/(api\/(event_logging|hello|claude_code|claude_cli|oauth)|v1\/(metrics|traces|logs|telemetry)|statsig|telemetry|log_event|codex\/)/.test(
    path,
  );
}

async function answerCount({ request, response, scenario }: Exchange): Promise<void> {
  const bytes = await readBytes(request);
  const wrongKey = messages.refuseKey(request.headers, scenario.keys);
  if (wrongKey) throw new Refusal(wrongKey);
  sendJson(response, 200, {}, countTokens(parseBody(bytes), request.headers));
}

function answerModels({ request, response, scenario }: Exchange, path: string, openai: boolean): void {
  const wrongKey = scenario.keys && (openai ? chat : messages).refuseKey(request.headers, scenario.keys);
  if (wrongKey) throw new Refusal(wrongKey);
  const names = scenario.models ?? knownModels;
  const wanted = /\/models\/(.+)$/.exec(path)?.[1];
  if (wanted === undefined) return sendJson(response, 200, {}, openai ? openaiModels(names) : anthropicModels(names));
  const name = decodeURIComponent(wanted);
  if (!names.includes(name))
    throw new Refusal({
      kind: 'not_found',
      message: openai ? `The model '${name}' does not exist` : `model: ${name}`,
      ...(openai ? { param: 'model', code: 'model_not_found' } : {}),
    });
  sendJson(response, 200, {}, openai ? openaiModel(name) : anthropicModel(name));
}

function answerEmpty({ request, response }: Exchange): void {
  request.resume();
  sendJson(response, 200, {}, {});
}
