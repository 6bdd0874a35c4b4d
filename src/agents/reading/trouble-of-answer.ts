import type { Trouble } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** What a provider's answer means: its words first where they say more than a number can, then its HTTP status. */
export function troubleOfAnswer(status: number | undefined, words: string, here: Here, retryAfterMs?: number): Trouble | undefined {
  const inWords = troubleInText(words, here);
  if (inWords && inWords.kind !== 'infrastructure' && inWords.kind !== 'refused') return inWords;
  const kind = status === undefined ? undefined : kindOf(status);
  if (!kind) return inWords;
  const reason = inWords?.reason ?? words.slice(0, 300);
  if (kind !== 'infrastructure') return { kind, reason };
  const after = retryAfterMs ?? (inWords?.kind === 'infrastructure' ? inWords.retryAfterMs : undefined);
  return { kind, reason, ...(after !== undefined && { retryAfterMs: after }) };
}

function kindOf(status: number): 'login' | 'credit' | 'infrastructure' | undefined {
  if (status === 401 || status === 403) return 'login';
  if (status === 402) return 'credit';
  return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500 ? 'infrastructure' : undefined;
}
