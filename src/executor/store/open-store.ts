import type { Log } from '../log.ts';
import { createMemory } from './memory.ts';
import type { RedisStore } from './redis.ts';
import type { Store, TaskName, Timing } from './store.ts';

export interface StoreSettings {
  redisUrl: string | undefined;
  sessionTtlSeconds: number;
  log: Log;
}

/** What is waiting for a Redis that has gone; more than this is not worth catching up on. */
const owedTimings = 1000;

/**
 * Redis where one is named and answers, memory all along. When Redis goes, that is said once and memory takes over; when it is back, that
 * is said too, and it gets what it missed.
 */
export async function openStore({ redisUrl, sessionTtlSeconds, log }: StoreSettings): Promise<Store> {
  const memory = createMemory();
  const owed: { name: TaskName; timing: Timing }[] = [];
  let lost: boolean | undefined;
  let returning: NodeJS.Timeout | undefined;
  const redis = redisUrl === undefined ? undefined : await connect(redisUrl);
  if (!redis) log.info('REDIS_URL is not set: sessions and timings are kept in memory');

  /** Its client takes ten megabytes, for nothing where there is no Redis. */
  async function connect(url: string): Promise<RedisStore> {
    const { connectRedis } = await import('./redis.ts');
    return connectRedis(url, { onReady: () => void regained(), onLost });
  }

  /** Does it in Redis; undefined where that could not be. */
  async function attempt<Answer>(work: (redis: RedisStore) => Promise<Answer>): Promise<Answer | undefined> {
    if (!redis?.isReady() || lost) return undefined;
    try {
      return await work(redis);
    } catch {
      onLost();
      return undefined;
    }
  }

  function onLost(): void {
    if (lost) return;
    lost = true;
    log.warn('Redis does not answer: sessions and timings are kept in memory until it does');
    watchForReturn();
  }

  /** A connection that never broke, to a Redis that only hung, brings no event. */
  function watchForReturn(): void {
    returning ??= setInterval(() => {
      if (redis?.isReady()) void regained();
    }, 1000).unref();
  }

  async function regained(): Promise<void> {
    if (!redis) return;
    try {
      for (const session of memory.sessions.values()) await redis.saveSession(session, sessionTtlSeconds);
      for (let next = owed[0]; next; next = owed[0]) {
        await redis.addTiming(next.name, next.timing);
        owed.shift();
      }
    } catch {
      return onLost();
    }
    clearInterval(returning);
    returning = undefined;
    if (lost !== false) log.info(lost ? 'Redis answers again' : 'Redis holds sessions and timings');
    lost = false;
  }

  return {
    state: () => (!redis ? 'not configured' : lost === false && redis.isReady() ? 'connected' : 'unavailable'),
    async saveSession(session) {
      memory.sessions.set(session.session_id, session);
      await attempt((ready) => ready.saveSession(session, sessionTtlSeconds));
    },
    async removeSession(id) {
      memory.sessions.delete(id);
      await attempt((ready) => ready.removeSession(id));
    },
    async addTiming(name, timing) {
      memory.add(name, timing);
      const written = await attempt(async (ready) => {
        await ready.addTiming(name, timing);
        return true;
      });
      if (redis && !written) owed.push({ name, timing });
      if (owed.length > owedTimings) owed.shift();
    },
    timings: async (name) => (await attempt((ready) => ready.timings(name))) ?? memory.timings(name),
    async close() {
      clearInterval(returning);
      await Promise.all([...memory.sessions.keys()].map((id) => attempt((ready) => ready.removeSession(id))));
      redis?.close();
    },
  };
}
