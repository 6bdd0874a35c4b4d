/** Time comes in as an argument, so that a test never sleeps to be right. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Node's timers go off at once where they are told more: 24.8 days. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      let timer: NodeJS.Timeout;
      const rest = (left: number) => {
        timer = setTimeout(() => (left > longestTimer ? rest(left - longestTimer) : done()), Math.min(left, longestTimer));
      };
      signal?.addEventListener('abort', done, { once: true });
      rest(ms);
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
    }),
};
