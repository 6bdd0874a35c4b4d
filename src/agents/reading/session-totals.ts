import type { Usage } from '../backend.ts';

/** Sessions of one run and what each has used up so far: some agents count on from there when a session is gone on with. */
export interface SessionTotals {
  /** Only a session whose totals are known can be gone on with, or its past would be counted again. */
  known(session: string | undefined): Usage | undefined;
  remember(session: string | undefined, totals: Usage | undefined): void;
}

export function createSessionTotals(): SessionTotals {
  const seen = new Map<string, Usage>();
  return {
    known: (session) => (session === undefined ? undefined : seen.get(session)),
    remember(session, totals) {
      if (session !== undefined && totals) seen.set(session, totals);
    },
  };
}

/** What was added since. */
export function since(before: Usage | undefined, now: Usage): Usage {
  const more = (key: 'inputTokens' | 'outputTokens') => Math.max(0, now[key] - (before?.[key] ?? 0));
  const dollars = now.dollars === undefined ? {} : { dollars: Math.max(0, now.dollars - (before?.dollars ?? 0)) };
  return { inputTokens: more('inputTokens'), outputTokens: more('outputTokens'), ...dollars };
}
