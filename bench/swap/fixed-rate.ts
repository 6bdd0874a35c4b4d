import { Agent } from 'node:http';
import { ask } from './answer.ts';
import { pace } from './pace.ts';

export interface Latencies {
  requests: number;
  failed: number;
  /** Of each answer: when its request was due (milliseconds since 1970), and how long after that it came. */
  answers: [dueAt: number, ms: number][];
}

/**
 * So many requests a second on connections that are kept, each measured from when it was due, so one that waits for others is not left out. Not autocannon's
 * `overallRate`: it sends a second's share at once and then rests, and its correction for what was left out takes 1 ms for the time between two requests.
 */
export async function fixedRate(url: string, perSecond: number): Promise<() => Promise<Latencies>> {
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const answers: Latencies['answers'] = [];
  const count = { requests: 0, failed: 0 };
  const end = pace(perSecond, async (dueMs) => {
    count.requests++;
    try {
      await ask(url, agent);
      answers.push([performance.timeOrigin + dueMs, performance.now() - dueMs]);
    } catch {
      count.failed++;
    }
  });
  return async () => {
    await end();
    agent.destroy();
    return { ...count, answers };
  };
}
