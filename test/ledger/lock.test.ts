import { afterEach, beforeEach, expect, test } from 'vitest';
import { locks } from '../../src/ledger/lock.ts';
import { beatLock, findLock } from '../../src/ledger/lock-rows.ts';
import type { Owner } from '../../src/ledger/owner.ts';
import { systemIds } from '../../src/system/ids.ts';
import { machine, owner } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

let here: Machine;
beforeEach(async () => {
  here = await machine();
  here.alive.add(10).add(20);
});
afterEach(() => here.close());

test('one at a time: the second one is told who works there, on what, since when', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  await expect(locksOf(owner(20)).acquire('hello-a', 'down')).rejects.toMatchObject({
    code: 'instance-locked',
    exit: 5,
    message: 'hello-a is busy: `up` has been working on it since 1970-01-01T00:16:40.000Z (pid 10)',
  });
});

test('two executions of one process keep each other out too', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  await expect(locksOf(owner(10)).acquire('hello-a', 'up')).rejects.toMatchObject({ exit: 5 });
});

test('instances do not stand in each other’s way', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  await locksOf(owner(20)).acquire('hello-b', 'up');
  expect(await locksOf(owner(20)).held()).toEqual(['hello-a', 'hello-b']);
});

test('what is given back can be had', async () => {
  {
    await using lock = await locksOf(owner(10)).acquire('hello-a', 'up');
    expect(lock).toBeDefined();
  }
  await locksOf(owner(20)).acquire('hello-a', 'up');
});

test('a dead owner’s lock is taken over, by exactly one', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  here.alive.delete(10);
  expect(await locksOf(owner(20)).held()).toEqual([]);
  here.alive.add(30).add(40);
  const tries = await Promise.allSettled([20, 30, 40].map((pid) => locksOf(owner(pid)).acquire('hello-a', 'up')));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a later process with the same number is not the owner', async () => {
  await locksOf(owner(10, { startTime: 'yesterday' })).acquire('hello-a', 'up');
  await locksOf(owner(20)).acquire('hello-a', 'up');
  await expect(locksOf(owner(30)).acquire('hello-a', 'up')).rejects.toMatchObject({ message: expect.stringContaining('(pid 20)') });
});

test('who comes back from the dead does not give back another one’s lock', async () => {
  const late = await locksOf(owner(10)).acquire('hello-a', 'up');
  here.alive.delete(10);
  await locksOf(owner(20)).acquire('hello-a', 'up');
  await late.release();
  await expect(locksOf(owner(30)).acquire('hello-a', 'up')).rejects.toMatchObject({ message: expect.stringContaining('(pid 20)') });
});

test('whose lock was taken over keeps no successor’s alive', async () => {
  await locksOf(owner(20)).acquire('hello-a', 'up');
  const heart = () => here.database.read((sql) => findLock(sql, 'hello-a')?.heartbeat);
  await here.database.immediate((sql) => beatLock(sql, 'hello-a', owner(10), 2_000_000));
  expect(await heart()).toBe(1_000_000);
  await here.database.immediate((sql) => beatLock(sql, 'hello-a', owner(20), 2_000_000));
  expect(await heart()).toBe(2_000_000);
});

test('an owner on another host is believed for half a minute after its last heartbeat', async () => {
  await locksOf(owner(99, { host: 'container' })).acquire('hello-a', 'up');
  here.clock.set(1_030_000);
  await expect(locksOf(owner(20)).acquire('hello-a', 'up')).rejects.toMatchObject({ exit: 5 });
  here.clock.set(1_030_001);
  await locksOf(owner(20)).acquire('hello-a', 'up');
});

test('who waits gets it once it is given back, and was told for whom he waits', async () => {
  const first = await locksOf(owner(10)).acquire('hello-a', 'up');
  const told = Promise.withResolvers<unknown>();
  const second = locksOf(owner(20)).acquire('hello-a', 'down', { waitMs: 60_000, onWait: told.resolve });
  expect(await told.promise).toMatchObject({ action: 'up', pid: 10, since: 1_000_000 });
  await first.release();
  await second;
  await expect(locksOf(owner(10)).acquire('hello-a', 'up')).rejects.toMatchObject({ message: expect.stringContaining('(pid 20)') });
});

test('who waits for one that dies takes over', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  await locksOf(owner(20)).acquire('hello-a', 'up', { waitMs: 60_000, onWait: () => here.alive.delete(10) });
  await expect(locksOf(owner(30)).acquire('hello-a', 'up')).rejects.toMatchObject({ message: expect.stringContaining('(pid 20)') });
});

test('who has waited long enough hears who has it', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  await expect(locksOf(owner(20)).acquire('hello-a', 'up', { waitMs: 60 })).rejects.toMatchObject({
    code: 'instance-locked',
    exit: 5,
    message: expect.stringMatching(/\(pid 10\), and 0\.06 s were not enough to wait for it$/),
  });
});

test('the first who waits is the next', async () => {
  here.alive.add(30).add(40);
  const first = await locksOf(owner(10)).acquire('hello-a', 'up');
  const order: number[] = [];
  const waiting: Promise<void>[] = [];
  for (const pid of [40, 20, 30]) {
    const waits = Promise.withResolvers<unknown>();
    const got = locksOf(owner(pid)).acquire('hello-a', 'up', { waitMs: 60_000, onWait: waits.resolve });
    waiting.push(got.then((lock) => (order.push(pid), lock.release())));
    await waits.promise;
  }
  await first.release();
  await expect(locksOf(owner(10)).acquire('hello-a', 'up')).rejects.toMatchObject({ exit: 5 });
  await Promise.all(waiting);
  expect(order).toEqual([40, 20, 30]);
});

test('who is interrupted waits no longer', async () => {
  await locksOf(owner(10)).acquire('hello-a', 'up');
  const stop = new AbortController();
  const waiting = locksOf(owner(20)).acquire('hello-a', 'up', { waitMs: 60_000, signal: stop.signal, onWait: () => stop.abort() });
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted', exit: 130 });
});

const locksOf = (self: Owner) => locks(here.database, self, here.processes, here.clock, systemIds);
