import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../../src/executor/log.ts';
import { openStore } from '../../../src/executor/store/open-store.ts';
import type { Store, Timing } from '../../../src/executor/store/store.ts';
import { freePort, startRedis } from './redis.ts';

const name = { category: 'build', task: 'web' };
const history = 'cc_executor:times:build:web:history';
const waiting = { timeout: 30_000, interval: 50 };

async function opened(
  redisUrl: string | undefined,
  sessionTtlSeconds = 100,
): Promise<{ store: Store; said: () => string[]; lines: string[] }> {
  const lines: string[] = [];
  const log = createLog(
    'debug',
    (line) => lines.push(line),
    (text) => text,
  );
  const store = await openStore({ redisUrl, sessionTtlSeconds, log });
  onTestFinished(store.close);
  return { store, lines, said: () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg) };
}

const session = (id: string) => ({ session_id: id, created_at: 1, last_activity: 2, pid: null });
const timing = (actual: number, timestamp = actual): Timing => ({
  actual,
  expected: 30,
  success: true,
  timestamp,
  execution_uuid: `uuid-${actual}`,
});
async function isConnected(store: Store): Promise<void> {
  await expect.poll(() => store.state(), waiting).toBe('connected');
}

async function isLost(store: Store): Promise<void> {
  await expect.poll(() => store.state(), waiting).toBe('unavailable');
}

/** Milliseconds. */
async function tookFor(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const gone = 'Redis does not answer: sessions and timings are kept in memory until it does';
const back = 'Redis answers again';

test('without REDIS_URL memory keeps everything, and that is said', async () => {
  const { store, said } = await opened(undefined);
  await store.saveSession(session('a'));
  await store.addTiming(name, timing(1));
  expect(await store.timings(name)).toEqual([timing(1)]);
  expect([store.state(), said()]).toEqual(['not configured', ['REDIS_URL is not set: sessions and timings are kept in memory']]);
});

test('sessions live in Redis as long as they may, timings under their task’s name, a hundred at most', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await store.saveSession({ ...session('a'), pid: 42 });
  expect(JSON.parse(await redis.cli('get', 'cc_executor:sessions:a'))).toEqual({ ...session('a'), pid: 42 });
  expect(Number(await redis.cli('ttl', 'cc_executor:sessions:a'))).toSatisfy((ttl: number) => ttl > 90 && ttl <= 100);
  for (let actual = 1; actual <= 105; actual += 1) await store.addTiming(name, timing(actual));
  expect(await redis.cli('zcard', history)).toBe('100');
  expect((await store.timings(name)).map(({ actual }) => actual)).toEqual(Array.from({ length: 100 }, (_, place) => place + 6));
  await store.removeSession('a');
  expect(await redis.cli('exists', 'cc_executor:sessions:a')).toBe('0');
  expect(said()).toEqual(['Redis holds sessions and timings']);
});

test('what other executors and other programs wrote is read, and what is no timing passed over', async () => {
  const redis = await startRedis();
  await redis.cli('zadd', history, '1', '{"actual":7,"success":true}', '2', 'no JSON', '3', 'null', '4', '{"actual":"text"}');
  const { store } = await opened(redis.url);
  await isConnected(store);
  expect(await store.timings(name)).toMatchObject([{ actual: 7, success: true }]);
});

test('its own sessions are taken out when it ends', async () => {
  const redis = await startRedis();
  const { store } = await opened(redis.url);
  await isConnected(store);
  await store.saveSession(session('a'));
  await store.close();
  expect(await redis.cli('keys', '*')).toBe('');
});

test('a Redis that is away from the start: memory from the first moment, said once', async () => {
  const { store, said } = await opened(`redis://127.0.0.1:${await freePort()}`);
  await store.addTiming(name, timing(1));
  expect(await tookFor(() => store.saveSession(session('a')))).toBeLessThan(500);
  expect(await store.timings(name)).toEqual([timing(1)]);
  await expect.poll(said, waiting).toEqual([gone]);
  await store.removeSession('a');
  expect([store.state(), said()]).toEqual(['unavailable', [gone]]);
});

test('a Redis that goes and comes back has all that it missed, and nothing that ended meanwhile', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await redis.cli('config', 'set', 'save', '3600 1');
  await store.saveSession(session('stays'));
  await store.saveSession(session('ends'));
  await store.addTiming(name, timing(1));
  await redis.stop();
  await isLost(store);
  await store.saveSession(session('new'));
  await store.removeSession('ends');
  await store.addTiming(name, timing(2));
  expect(await store.timings(name)).toEqual([timing(1), timing(2)]);
  await redis.start();
  await isConnected(store);
  expect((await redis.cli('--raw', 'keys', 'cc_executor:sessions:*')).split('\n').toSorted()).toEqual([
    'cc_executor:sessions:new',
    'cc_executor:sessions:stays',
  ]);
  expect(Number(await redis.cli('ttl', 'cc_executor:sessions:new'))).toBeGreaterThan(0);
  expect((await store.timings(name)).map(({ actual }) => actual)).toEqual([1, 2]);
  expect(said()).toEqual(['Redis holds sessions and timings', gone, back]);
});

test('a Redis that hangs delays one command for half a second, and then none', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await store.saveSession(session('ends'));
  await redis.pause();
  const first = await tookFor(() => store.timings(name));
  const second = await tookFor(() => store.addTiming(name, timing(3)));
  const third = await tookFor(() => store.saveSession(session('new')));
  await store.removeSession('ends');
  await redis.unpause();
  expect(first).toBeLessThan(900);
  expect(Math.max(second, third)).toBeLessThan(100);
  await isConnected(store);
  expect(await redis.cli('zcard', history)).toBe('1');
  expect(await redis.cli('--raw', 'keys', 'cc_executor:sessions:*')).toBe('cc_executor:sessions:new');
  expect(said()).toEqual(['Redis holds sessions and timings', gone, back]);
});

test('a Redis that hangs for long is found out though nobody asks, and its connection made anew', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await redis.pause();
  await isLost(store);
  await redis.unpause();
  await isConnected(store);
  expect(said()).toEqual(['Redis holds sessions and timings', gone, back]);
});

test('a wrong password, or none where one is asked for: memory takes over, and no line holds it', async () => {
  const redis = await startRedis('--requirepass', 'the-right-one-1');
  const wrong = await opened(redis.url.replace('//', '//:the-wrong-one-2@'));
  const none = await opened(redis.url);
  await Promise.all([isLost(wrong.store), isLost(none.store)]);
  for (const { store, said } of [wrong, none]) {
    await store.addTiming(name, timing(1));
    expect(await store.timings(name)).toEqual([timing(1)]);
    await expect.poll(said, waiting).toEqual([gone]);
  }
  const right = await opened(redis.url.replace('//', '//:the-right-one-1@'));
  await isConnected(right.store);
  expect([...wrong.lines, ...none.lines, ...right.lines].join('\n')).not.toMatch(/the-(wrong|right)-one/);
});

test('a Redis without memory left: memory takes over until there is some', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await redis.cli('config', 'set', 'maxmemory', '1');
  await store.saveSession(session('a'));
  await store.addTiming(name, timing(1));
  expect([store.state(), await store.timings(name)]).toEqual(['unavailable', [timing(1)]]);
  await redis.cli('config', 'set', 'maxmemory', '0');
  await isConnected(store);
  expect(await redis.cli('exists', history, 'cc_executor:sessions:a')).toBe('2');
  expect(said()).toEqual(['Redis holds sessions and timings', gone, back]);
});

test('one name that something else is kept under says nothing about the rest', async () => {
  const redis = await startRedis();
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  await redis.cli('set', history, 'foreign');
  await store.addTiming(name, timing(1));
  await store.addTiming({ ...name, task: 'other' }, timing(2));
  expect([await store.timings(name), await store.timings({ ...name, task: 'other' })]).toEqual([[timing(1)], [timing(2)]]);
  expect([await redis.cli('get', history), store.state(), said()]).toEqual(['foreign', 'connected', ['Redis holds sessions and timings']]);
});

test('a Redis that still loads what it holds is waited for', async () => {
  const redis = await startRedis('--enable-debug-command', 'yes', '--key-load-delay', '20000');
  await redis.cli('debug', 'populate', '200');
  const { store, said } = await opened(redis.url);
  await isConnected(store);
  // 200 keys, 20 ms each; meanwhile it answers -LOADING.
  const loading = redis.cli('debug', 'reload').catch(() => '');
  await expect.poll(() => store.timings(name).then(() => store.state()), waiting).toBe('unavailable');
  await store.addTiming(name, timing(1));
  await loading;
  await isConnected(store);
  expect(await redis.cli('zcard', history)).toBe('1');
  expect(said()).toEqual(['Redis holds sessions and timings', gone, back]);
});
