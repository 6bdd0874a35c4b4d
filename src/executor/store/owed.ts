import type { RedisStore } from './redis.ts';
import type { TaskName, Timing } from './store.ts';

/** More than this is not worth catching up on. */
const mostOwed = 1000;

/** What is waiting for a Redis that has gone. */
export interface Owed {
  timing(name: TaskName, timing: Timing): void;
  removal(sessionId: string): void;
  /** It is there again, so nothing is to be removed. */
  noRemoval(sessionId: string): void;
  /** Gives it all; what could not be given is still owed. Rejects where Redis does not answer. */
  pay(redis: RedisStore): Promise<void>;
}

export function createOwed(): Owed {
  const timings: { name: TaskName; timing: Timing }[] = [];
  const removals = new Set<string>();
  return {
    timing(name, timing) {
      timings.push({ name, timing });
      if (timings.length > mostOwed) timings.shift();
    },
    removal(sessionId) {
      if (removals.size < mostOwed) removals.add(sessionId);
    },
    noRemoval: (sessionId) => void removals.delete(sessionId),
    async pay(redis) {
      for (const id of removals) {
        await redis.removeSession(id);
        removals.delete(id);
      }
      for (let next = timings[0]; next; next = timings[0]) {
        await redis.addTiming(next.name, next.timing);
        if (timings[0] === next) timings.shift();
      }
    },
  };
}
