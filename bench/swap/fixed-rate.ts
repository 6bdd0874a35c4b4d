import { Agent } from 'node:http';
import { ask } from './answer.ts';
import { pace } from './pace.ts';

/** Programs get fast while they run: what comes first says nothing. */
const warmUpMs = 1500;

export interface Latencies {
  requests: number;
  failed: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * So many requests a second on connections that are kept, each measured from when it was due, so one that waits for others is not left out. Not autocannon's
 * `overallRate`: it sends a second's share at once and then rests, and its correction for what was left out takes 1 ms for the time between two requests.
 */
export async function fixedRate(url: string, perSecond: number): Promise<() => Promise<Latencies>> {
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const since = performance.now();
  const latencies: number[] = [];
  const count = { requests: 0, failed: 0 };
  const end = pace(perSecond, async (dueMs) => {
    count.requests++;
    try {
      await ask(url, agent);
      if (dueMs - since > warmUpMs) latencies.push(performance.now() - dueMs);
    } catch {
      count.failed++;
    }
  });
  return async () => {
    await end();
    agent.destroy();
    const sorted = latencies.toSorted((a, b) => a - b);
    const quantile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    return { ...count, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
  };
}
