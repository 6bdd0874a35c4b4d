import { ask } from './answer.ts';
import { pace } from './pace.ts';

const perSecond = 200;

export interface Gap {
  requests: number;
  failed: number;
  /** The longest time between two answers. */
  gapMs: number;
}

/** Asks every 5 ms on a new connection. */
export async function prober(url: string): Promise<() => Promise<Gap>> {
  const gap: Gap = { requests: 0, failed: 0, gapMs: 0 };
  let lastAnswer = performance.now();
  const end = pace(perSecond, async () => {
    gap.requests++;
    try {
      await ask(url);
      gap.gapMs = Math.max(gap.gapMs, performance.now() - lastAnswer);
      lastAnswer = performance.now();
    } catch {
      gap.failed++;
    }
  });
  return async () => {
    await end();
    return gap;
  };
}
