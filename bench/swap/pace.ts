import { setTimeout as sleep } from 'node:timers/promises';

/** Starts so many a second, whatever becomes of those before; `one` gets the moment when it was due. The returned function ends it, and waits for what is under way. */
export function pace(perSecond: number, one: (dueMs: number) => Promise<void>): () => Promise<void> {
  const since = performance.now();
  const ended = new AbortController();
  const underWay = new Set<Promise<void>>();
  let due = 0;
  const start = (dueMs: number) => {
    const started = one(dueMs).finally(() => underWay.delete(started));
    underWay.add(started);
  };
  const run = async () => {
    while (!ended.signal.aborted) {
      for (const until = ((performance.now() - since) * perSecond) / 1000; due < until; due++) start(since + (due * 1000) / perSecond);
      await sleep(1);
    }
  };
  const running = run();
  return async () => {
    ended.abort();
    await running;
    await Promise.all(underWay);
  };
}
