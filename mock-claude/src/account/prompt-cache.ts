import { createHash } from 'node:crypto';
import type { InputTokens } from '../conversation/ask.ts';
import { tokensOf } from '../conversation/tokens.ts';
import { isObject } from '../json.ts';

/** A cached prompt is kept this long after it was last read. */
const lifetime = 5 * 60_000;
/** Shorter ones are not cached. */
const least = 1024;
const most = 10_000;

/** Which beginnings of prompts were seen, as `cache_control` marks them. */
export function createPromptCache() {
  /** Hash of a beginning → when it was last used. */
  const seen = new Map<string, number>();

  /** `parts` are all blocks of a request in order: tools, system, messages. */
  return function read(model: string, parts: unknown[], now: number): InputTokens {
    const total = tokensOf(parts);
    if (!parts.some(isMarked)) return { fresh: total, cacheRead: 0, cacheCreation: 0 };
    const marks = beginnings(model, parts).filter(({ tokens }) => tokens >= least);
    const last = marks.at(-1)?.tokens ?? 0;
    const cacheRead = marks.findLast(({ key }) => now - (seen.get(key) ?? -Infinity) < lifetime)?.tokens ?? 0;
    for (const { key } of marks) seen.set(key, now);
    for (const key of seen.keys()) {
      if (seen.size <= most) break;
      seen.delete(key);
    }
    return { fresh: total - last, cacheRead, cacheCreation: last - cacheRead };
  };
}

export type PromptCache = ReturnType<typeof createPromptCache>;

function beginnings(model: string, parts: unknown[]): { key: string; tokens: number }[] {
  const hash = createHash('sha256').update(model);
  let tokens = 0;
  return parts.flatMap((part) => {
    hash.update(JSON.stringify(part, (name, value: unknown) => (name === 'cache_control' ? undefined : value)) ?? '');
    tokens += tokensOf(part);
    return isMarked(part) ? [{ key: hash.copy().digest('base64'), tokens }] : [];
  });
}

function isMarked(part: unknown): boolean {
  return isObject(part) && isObject(part['cache_control']);
}
