import type { Log } from '../log.ts';
import { createMemory } from './memory.ts';
import { createOwed } from './owed.ts';
import type { RedisStore } from './redis.ts';
import type { Store } from './store.ts';

export interface StoreSettings {
  redisUrl: string | undefined;
  sessionTtlSeconds: number;
  log: Log;
}

/**
 * Redis where one is named and answers, memory all along. When Redis goes, that is said once and memory takes over; when it is back, that
 * is said too, and it gets what it missed.
 */
export async function openStore({ redisUrl, sessionTtlSeconds, log }: StoreSettings): Promise<Store> {
  const memory = createMemory();
  const owed = createOwed();
  let lost: boolean | undefined;
  let regaining = false;
  let closed = false;
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
    if (!redis?.isReady() || lost !== false) return undefined;
    try {
      return await work(redis);
    } catch {
      onLost();
      return undefined;
    }
  }

  function onLost(): void {
    if (lost || closed) return;
    lost = true;
    log.warn('Redis does not answer: sessions and timings are kept in memory until it does');
    // A connection that never broke, to a Redis that only hung, brings no event.
    returning ??= setInterval(() => void regained(), 1000).unref();
  }

  async function regained(): Promise<void> {
    if (!redis?.isReady() || regaining || closed) return;
    regaining = true;
    try {
      await redis.ping();
      for (const session of memory.sessions.values()) await redis.saveSession(session, sessionTtlSeconds);
      await owed.pay(redis);
    } catch {
      return onLost();
    } finally {
      regaining = false;
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
      owed.noRemoval(session.session_id);
      await attempt((ready) => ready.saveSession(session, sessionTtlSeconds));
    },
    async removeSession(id) {
      memory.sessions.delete(id);
      if ((await attempt((ready) => ready.removeSession(id))) === undefined && redis) owed.removal(id);
    },
    async addTiming(name, timing) {
      memory.add(name, timing);
      const written = await attempt(async (ready) => {
        await ready.addTiming(name, timing);
        return true;
      });
      if (redis && !written) owed.timing(name, timing);
    },
    timings: async (name) => (await attempt((ready) => ready.timings(name))) ?? memory.timings(name),
    async close() {
      await Promise.all([...memory.sessions.keys()].map((id) => attempt((ready) => ready.removeSession(id))));
      closed = true;
      clearInterval(returning);
      redis?.close();
    },
  };
}
