import type { IterationLimit } from '../contract/improve.ts';
import type { ImproveReason, Try } from '../contract/improvement.ts';
import { heldOf } from './judge.ts';
import type { Run } from './run.ts';

/** What ends a run that has not succeeded. Times are milliseconds; what is absent limits nothing. */
export interface Limits {
  limit: IterationLimit;
  timeMs?: number;
  tokens?: number;
  dollars?: number;
}

export interface Stop {
  reason: ImproveReason;
  /** One sentence. */
  detail: string;
}

/** Seed 003's: so many for a simple task, by default, and for a complex one. */
const iterations = { simple: 10, default: 20, complex: 50 } as const;
/** An adaptive run begins with as many as a simple one, gets this many more whenever more criteria hold than ever, and never more than a complex one. */
const growth = 5;
/** So many tries in a row that changed nothing, or none for the better. */
const mostUnchanged = 3;
const mostIdle = 6;

/** How many iterations it may have now; undefined: as many as its time allows. So many criteria held before the first. */
export function mostIterations(limit: IterationLimit, tries: readonly Try[], heldBefore = 0): number | undefined {
  if (limit === 'unlimited') return undefined;
  if (limit !== 'adaptive') return typeof limit === 'number' ? limit : iterations[limit];
  let most: number = iterations.simple;
  let best = heldBefore;
  for (const { held, verdict } of tries) {
    if (verdict !== 'kept') continue;
    if (held > best) most += growth;
    best = Math.max(best, held);
  }
  return Math.min(most, iterations.complex);
}

/** `20 iterations at most` */
export function limitInWords(limit: IterationLimit): string {
  if (limit === 'unlimited') return 'as many iterations as it takes';
  if (limit === 'adaptive') return `${iterations.simple} to ${iterations.complex} iterations, as more criteria hold`;
  const most = typeof limit === 'number' ? limit : iterations[limit];
  return most === 1 ? 'one iteration' : `${most} iterations at most`;
}

/** Why no further iteration begins; undefined: one does. `usedMs` is the wall time of the whole run. */
export function whyStop(
  run: Pick<Run, 'tries' | 'iteration' | 'tokens' | 'dollars' | 'baseJudged'>,
  limits: Limits,
  usedMs: number,
): Stop | undefined {
  const { tries, iteration } = run;
  const most = mostIterations(limits.limit, tries, heldOf(run.baseJudged?.criteria ?? []));
  const stands = standstill(tries);
  if (stands) return { reason: 'stagnated', detail: stands };
  if (most !== undefined && iteration > most)
    return { reason: 'max_iterations', detail: `${most} iteration${most === 1 ? ' was' : 's were'} not enough` };
  return overBudget(run, limits, usedMs);
}

/** Time, tokens and money hold while it waits, too. */
export function overBudget(run: Pick<Run, 'tokens' | 'dollars'>, limits: Limits, usedMs: number): Stop | undefined {
  if (limits.timeMs !== undefined && usedMs >= limits.timeMs)
    return { reason: 'timeout', detail: `its time of ${Math.round(limits.timeMs / 1000)} s is over` };
  if (limits.tokens !== undefined && run.tokens >= limits.tokens)
    return { reason: 'resource_limit', detail: `${run.tokens} tokens are used, of ${limits.tokens}` };
  if (limits.dollars !== undefined && (run.dollars ?? 0) >= limits.dollars)
    return { reason: 'resource_limit', detail: `$${(run.dollars ?? 0).toFixed(2)} are spent, of $${limits.dollars.toFixed(2)}` };
  return undefined;
}

function standstill(tries: readonly Try[]): string | undefined {
  const last = tries.at(-1);
  if (last?.verdict === 'unchanged' && last.outcome === 'refused') return `nothing is left to try: ${last.reason}`;
  const unchanged = lengthOfEnd(tries, ({ verdict }) => verdict === 'unchanged');
  if (unchanged >= mostUnchanged) return `${unchanged} tries in a row changed nothing`;
  const idle = lengthOfEnd(tries, ({ verdict }) => verdict !== 'kept');
  return idle >= mostIdle ? `${idle} tries in a row made nothing better` : undefined;
}

function lengthOfEnd(tries: readonly Try[], fits: (one: Try) => boolean): number {
  const broken = tries.findLastIndex((one) => !fits(one));
  return tries.length - 1 - broken;
}
