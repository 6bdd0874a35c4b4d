import { ErrorReply, createClient } from '@redis/client';
import { historyKey, keptTimings, sessionKey, type SessionRecord, type TaskName, type Timing } from './store.ts';

/** Sessions and timings in Redis. Every operation rejects where Redis does not answer in time, or answers that it cannot. */
export interface RedisStore {
  isReady(): boolean;
  saveSession(session: SessionRecord, ttlSeconds: number): Promise<unknown>;
  removeSession(id: string): Promise<unknown>;
  addTiming(name: TaskName, timing: Timing): Promise<unknown>;
  /** Undefined where something else is kept under that name. */
  timings(name: TaskName): Promise<Timing[] | undefined>;
  /** Resolves where it answers; it may have answered only that it cannot, until now. */
  ping(): Promise<unknown>;
  close(): void;
}

/** A command must not wait for its history longer than this. */
const answerMs = 500;
const slowestRetryMs = 2000;

/** Connects in the background and again whenever the connection is lost; `onReady` each time it stands, `onLost` each time it cannot. */
export function connectRedis(url: string, { onReady, onLost }: { onReady: () => void; onLost: () => void }): RedisStore {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // A Redis that hangs is found out though nobody asks it anything.
    pingInterval: 5000,
    socket: { connectTimeout: 2000, socketTimeout: 10_000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, slowestRetryMs) },
  });
  client.on('ready', onReady);
  client.on('error', onLost);
  client.connect().catch(onLost);
  return {
    isReady: () => client.isReady,
    saveSession: (session, ttlSeconds) => inTime(client.set(sessionKey(session.session_id), JSON.stringify(session), { EX: ttlSeconds })),
    removeSession: (id) => inTime(client.del(sessionKey(id))),
    // A sorted set by time, as the original keeps it.
    async addTiming(name, timing) {
      await unlessForeign(inTime(client.zAdd(historyKey(name), { score: timing.timestamp, value: JSON.stringify(timing) })));
      await unlessForeign(inTime(client.zRemRangeByRank(historyKey(name), 0, -keptTimings - 1)));
    },
    timings: async (name) => (await unlessForeign(inTime(client.zRange(historyKey(name), -keptTimings, -1))))?.flatMap(parseTiming),
    ping: () => inTime(client.ping()),
    close: () => client.destroy(),
  };
}

/** The client's own time-out ends once a command is written, and a Redis that hangs takes many. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Redis did not answer in time')), answerMs);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** One key that holds something else says nothing about Redis: that task is left alone. */
async function unlessForeign<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ErrorReply && error.message.startsWith('WRONGTYPE')) return undefined;
    throw error;
  }
}

/** Others write here too: an entry that is none is passed over. */
function parseTiming(text: string): Timing[] {
  try {
    const entry = JSON.parse(text) as Partial<Timing> | null;
    return typeof entry?.actual === 'number'
      ? [{ expected: 0, success: false, timestamp: 0, execution_uuid: '', ...entry, actual: entry.actual }]
      : [];
  } catch {
    return [];
  }
}
