import type { InputTokens } from '../conversation/ask.ts';
import { tokensOf } from '../conversation/tokens.ts';

/** OpenAI caches by itself and is not scripted to; a scenario's `usage` may say otherwise. */
export function inputTokens(parts: unknown): InputTokens {
  return { fresh: tokensOf(parts), cacheRead: 0, cacheCreation: 0 };
}
