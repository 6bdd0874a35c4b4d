import { expect, test } from 'vitest';
import { createFakeEngine } from '../../src/engine/fake.ts';
import { watchInstance } from '../../src/engine/watch.ts';
import { systemClock } from '../../src/system/clock.ts';

const options = { clock: systemClock, driveHealthchecks: false, drivingIntervalMs: 5 };

test('what changes between a look and the wait ends the wait at once, for everybody who waits', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const id = engine.add({ composeName: 'p', service: 'web' });
  await using watch = disposable(await watchInstance(engine, 'p', options));
  const seen = watch.version();
  await engine.startContainer(id);
  await expect.poll(() => watch.current('web')[0]?.state).toBe('running');
  const begun = performance.now();
  await Promise.all([watch.change(10_000, seen), watch.change(10_000, seen)]);
  expect(performance.now() - begun).toBeLessThan(1000);
});

test('a wait ends with its signal', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  await using watch = disposable(await watchInstance(engine, 'p', options));
  const stop = new AbortController();
  const begun = performance.now();
  setImmediate(() => stop.abort());
  await watch.change(10_000, watch.version(), stop.signal);
  expect(performance.now() - begun).toBeLessThan(1000);
});

test('a run counts from when it was first seen, by our clock and not by the engine’s', async () => {
  let ours = 5000;
  const clock = { ...systemClock, monotonic: () => ours };
  const engine = createFakeEngine({ clock: { ...systemClock, now: () => 1 } });
  const id = engine.add({ composeName: 'p', service: 'web' });
  await engine.startContainer(id);
  await using watch = disposable(await watchInstance(engine, 'p', { ...options, clock }));
  expect(watch.upSince(id)).toBe(5000);
  ours = 6000;
  await engine.renameContainer(id, 'another');
  await expect.poll(() => watch.current('web')[0]?.name).toBe('another');
  expect(watch.upSince(id)).toBe(5000);
  await engine.stopContainer(id);
  await expect.poll(() => watch.upSince(id)).toBeUndefined();
});

test('containers of other instances are not heard', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  await using watch = disposable(await watchInstance(engine, 'p', options));
  const other = engine.add({ composeName: 'q', service: 'web' });
  const own = engine.add({ composeName: 'p', service: 'web' });
  await engine.startContainer(other);
  await expect.poll(() => watch.current('web').map(({ id }) => id)).toEqual([own]);
});

test('a daemon that restarts is followed again, and what happened meanwhile is known', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const gone = engine.add({ composeName: 'p', service: 'web' });
  await using watch = disposable(await watchInstance(engine, 'p', options));
  engine.cutEvents();
  await engine.removeContainer(gone, { volumes: true });
  const id = engine.add({ composeName: 'p', service: 'web', behaviour: { exit: { afterMs: 400, code: 9 } } });
  await engine.startContainer(id);
  await expect.poll(() => watch.current('web')).toMatchObject([{ id, state: 'running' }]);
  await expect.poll(() => watch.deaths(id)).toMatchObject([{ exitCode: 9 }]);
});

test('an end that nobody told of, for the daemon was away, counts once', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const ended = engine.add({ composeName: 'p', service: 'web' });
  const again = engine.add({ composeName: 'p', service: 'web' });
  const stays = engine.add({ composeName: 'p', service: 'web' });
  for (const id of [ended, again, stays]) await engine.startContainer(id);
  await using watch = disposable(await watchInstance(engine, 'p', options));
  engine.cutEvents();
  for (const id of [ended, again]) await engine.stopContainer(id);
  // Its next run begins in another millisecond.
  await systemClock.sleep(2);
  await engine.startContainer(again);
  await expect.poll(() => watch.deaths(ended)).toMatchObject([{ exitCode: 143 }]);
  expect(watch.current('web').find(({ id }) => id === ended)?.state).toBe('exited');
  expect(watch.deaths(again)).toHaveLength(1);
  expect(watch.deaths(stays)).toEqual([]);
  await engine.stopContainer(again);
  await expect.poll(() => watch.deaths(again)).toHaveLength(2);
});

test('where the engine runs no healthchecks, they are driven until healthy', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const id = engine.add({ composeName: 'p', service: 'web', behaviour: { healthcheck: { healthyAfterMs: 20 } } });
  const probed: string[] = [];
  const counting = { ...engine, runHealthcheck: (one: string) => (probed.push(one), engine.runHealthcheck(one)) };
  await using watch = disposable(await watchInstance(counting, 'p', { ...options, driveHealthchecks: true }));
  expect(probed).toEqual([]);
  await engine.startContainer(id);
  await expect.poll(() => watch.current('web')[0]?.health).toBe('healthy');
  expect(new Set(probed)).toEqual(new Set([id]));
});

function disposable<T extends { close(): Promise<void> }>(thing: T): T & AsyncDisposable {
  return Object.assign(thing, { [Symbol.asyncDispose]: () => thing.close() });
}
