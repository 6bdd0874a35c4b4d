import type { OutputChunk } from '../../contract/executor.ts';
import { statementsOf } from './error-statements.ts';
import { rateWords, refusedWords, tokenWords } from './limit-words.ts';
import { createLineReader } from './line-reader.ts';
import { retryAfter } from './retry-after.ts';

/** Words of an agent that say it has run into a limit of its model or its plan. */
export type LimitNotice =
  | { kind: 'tokens'; message: string; limit?: number; text: string }
  | { kind: 'rate'; message: string; retryAfterSeconds: number; text: string };

/** Reads output as it comes, whole lines at a time, and tells of each kind of limit once. */
export interface LimitWatch {
  look(type: OutputChunk['type'], bytes: Buffer): LimitNotice[];
  /** There is no more: looks at what had no end of line. */
  end(): LimitNotice[];
}

/**
 * Nearly all output has none of these; it is passed by at the price of a search. Small letters and capitals apart, each without a first letter
 * that may be either, are found at 1400 MB/s; one expression that takes both manages half of that.
 */
const smallWords = /imit|oken|ontext|429|rompt is too|any [Rr]equests|uota|ource_exhausted/;
const capitalWords = /LIMIT|TOKEN|CONTEXT|PROMPT IS TOO|MANY REQUESTS|QUOTA|RESOURCE_EXHAUSTED/;
const mayMatter = (text: string) => smallWords.test(text) || capitalWords.test(text);

export function createLimitWatch(now: () => number): LimitWatch {
  const told = new Set<LimitNotice['kind']>();
  const readers = { stdout: createLineReader(mayMatter), stderr: createLineReader(mayMatter) };

  function noticesOf(line: string): LimitNotice[] {
    const found = [tokenNotice(line), rateNotice(line, now)].filter((notice) => notice !== undefined);
    return found.filter(({ kind }) => !told.has(kind) && told.add(kind));
  }

  return {
    look: (type, bytes) => (told.size === 2 ? [] : readers[type].push(bytes).flatMap(noticesOf)),
    end: () => [...readers.stdout.end(), ...readers.stderr.end()].flatMap(noticesOf),
  };
}

function tokenNotice(line: string): LimitNotice | undefined {
  const said = statementsOf(line).flatMap((statement) =>
    tokenWords.map((pattern) => pattern.exec(statement)).filter((words) => words !== null),
  );
  if (said.length === 0) return undefined;
  const limit = Number(said.find((words) => words[1])?.[1]);
  return { kind: 'tokens', message: 'the token limit was exceeded', ...(limit ? { limit } : {}), text: line.trim() };
}

function rateNotice(line: string, now: () => number): LimitNotice | undefined {
  const statements = statementsOf(line);
  const isRefused = refusedWords.some((pattern) => pattern.test(line.trim()));
  if (!isRefused && !statements.some((statement) => rateWords.some((pattern) => pattern.test(statement)))) return undefined;
  return { kind: 'rate', message: 'the rate limit was exceeded', retryAfterSeconds: retryAfter(line, now), text: line.trim() };
}
