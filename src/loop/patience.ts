import type { SayImprove } from '../contract/improve-events.ts';
import type { Clock } from '../system/clock.ts';

/** Waits until a limit is over or the network is back. They are no iterations, and have a budget of their own. */
export interface Patience {
  /**
   * False where the patience of the run would not last, and true once the wait is over; it ends early where the run is stopped. `forMs` is what was named:
   * one that is over already, or did not help the last time, is no reason to ask again at once.
   */
  wait(reason: string, forMs?: number): Promise<boolean>;
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
  /** Told of each wait once it is over. */
  waited(reason: string, ms: number): Promise<void>;
}

export function createPatience({ budgetMs, firstMs, clock, signal, say, waited }: PatienceTools): Patience {
  let left = budgetMs;
  let next = firstMs;
  return {
    async wait(reason, forMs) {
      const named = forMs !== undefined && forMs > 0;
      const ms = named && next === firstMs ? forMs : Math.max(forMs ?? 0, next);
      if (ms > left) return false;
      next = Math.min(next * 2, firstMs * 60);
      say({ event: 'wait', reason, until: new Date(clock.now() + ms).toISOString(), seconds: Math.round(ms / 1000) });
      const since = clock.monotonic();
      await clock.sleep(ms, signal);
      const took = clock.monotonic() - since;
      left -= took;
      await waited(reason, took);
      return true;
    },
    reset: () => (next = firstMs),
  };
}
