import { ask } from './answer.ts';
import type { Counted } from './keep-alive.ts';

const loops = 4;

/**
 * Each request on a connection of its own, four at a time, as fast as they are answered. Not autocannon's `reconnectRate`: it counts no answers and looks at no
 * status on connections that it resets.
 */
export async function newConnections(url: string): Promise<() => Promise<Counted>> {
  const since = performance.now();
  const count = { requests: 0, failed: 0 };
  const ended = new AbortController();
  const loop = async () => {
    while (!ended.signal.aborted) {
      count.requests++;
      await ask(url).catch(() => count.failed++);
    }
  };
  const all = Promise.all(Array.from({ length: loops }, loop));
  return async () => {
    ended.abort();
    await all;
    return { ...count, perSecond: count.requests / ((performance.now() - since) / 1000) };
  };
}
