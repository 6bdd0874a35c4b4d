import type { AgentEvent, Usage } from '../backend.ts';

/** Why a try came to nothing, where its agent or its provider says so. */
export type Trouble =
  /** A usage limit of the account. `until` is milliseconds since 1970; absent where nobody says. */
  | { kind: 'limit'; reason: string; until?: number }
  | { kind: 'credit' | 'login' | 'setting'; reason: string; mend?: string }
  | { kind: 'infrastructure'; reason: string; retryAfterMs?: number }
  | { kind: 'refused' | 'crashed'; reason: string };

/** All that was read of a try. */
export interface Told {
  usage: Usage;
  /** Its last words. */
  said: string;
  session?: string;
  /** It said that it came to its end, well or not. A stream without that was cut off. */
  over: boolean;
  trouble?: Trouble;
  /** It said itself that it failed, whatever its exit code says. */
  failed?: boolean;
  /** What it waited for by itself when it was last seen; a try that ends there ended for that. */
  waitsFor?: string;
  /** The session that it should go on with is not there; nothing was done, nothing spent. */
  lostSession?: boolean;
}

/** Reads what an agent prints, line by line. */
export interface StreamReader {
  /** Never throws, whatever comes. */
  line(line: string, from: 'stdout' | 'stderr'): AgentEvent[];
  told(): Told;
  /** Whether it has said its last word. */
  isOver(): boolean;
  /** Whether it only waits for what it will not get: a spent quota, a key that is wrong, or a provider that failed it time and again. */
  isHopeless?(): boolean;
}

/** So often an agent may ask a provider that fails; from then on the loop waits, which counts no iteration for it. */
export const mostRetries = 3;

/** Characters of last words. */
const longestSaid = 4000;
/** Characters of one event. */
const longestEvent = 500;

export function lastWords(text: string): string {
  return text.length <= longestSaid ? text : `… ${text.slice(-longestSaid)}`;
}

export function says(text: string): AgentEvent[] {
  const line = oneLine(text);
  return line === '' ? [] : [{ event: 'says', text: line }];
}

export function uses(tool: string, detail: string): AgentEvent {
  return { event: 'uses', tool, detail: oneLine(detail) };
}

function oneLine(text: string): string {
  const line = text
    .slice(0, longestEvent * 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= longestEvent ? line : `${line.slice(0, longestEvent)} …`;
}
