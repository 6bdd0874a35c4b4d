import type { SayImprove } from '../contract/improve-events.ts';
import type { Clock } from '../system/clock.ts';

/** Waits until a limit is over or the network is back. They are no iterations, and have a budget of their own. */
export interface Patience {
  /** How long it would wait now, in milliseconds. `forMs` is what was named: a time that is over already, or that did not help, is no reason to ask again at once. */
  wanted(forMs?: number): number;
  /** Resolves to how long it took; undefined, at once, where that is longer than the run may wait. It ends early where the run is stopped. */
  wait(reason: string, forMs?: number): Promise<number | undefined>;
  /** It worked again: the next wait is a short one. */
  reset(): void;
}

export interface PatienceTools {
  /** For all waits together. */
  budgetMs: number;
  /** Of the first wait after a fault; each further one is twice as long, up to sixty times it. */
  firstMs: number;
  clock: Clock;
  signal: AbortSignal;
  say: SayImprove;
}

export function createPatience({ budgetMs, firstMs, clock, signal, say }: PatienceTools): Patience {
  let left = budgetMs;
  let next = firstMs;
  let isFirst = true;
  const wanted = (forMs?: number) => {
    const named = forMs !== undefined && Number.isFinite(forMs) ? forMs : 0;
    return isFirst && named > 0 ? named : Math.max(named, next);
  };
  return {
    wanted,
    async wait(reason, forMs) {
      const ms = wanted(forMs);
      if (ms > left) return undefined;
      [isFirst, next] = [false, Math.min(next * 2, firstMs * 60)];
      say({ event: 'wait', reason, until: new Date(clock.now() + ms).toISOString(), seconds: Math.round(ms / 1000) });
      const since = clock.monotonic();
      await clock.sleep(ms, signal);
      const took = clock.monotonic() - since;
      left -= took;
      return took;
    },
    reset: () => void ([isFirst, next] = [true, firstMs]),
  };
}
