import type { IncomingHttpHeaders } from 'node:http';
import { tokensOf } from '../conversation/tokens.ts';
import type { Json } from '../json.ts';
import { checkMessages } from './check-messages.ts';
import { inputTokens, readModel } from './read-messages.ts';

/** `/v1/messages/count_tokens`: the same estimate as an answer's usage. Throws Refusal. */
export function countTokens(body: Json, headers: IncomingHttpHeaders): Json {
  readModel(body);
  const messages = checkMessages(body, headers);
  const { fresh } = inputTokens(body, messages, (parts) => ({ fresh: tokensOf(parts), cacheRead: 0, cacheCreation: 0 }));
  return { input_tokens: fresh };
}
