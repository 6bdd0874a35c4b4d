import { expect, test } from 'vitest';
import { createFakeEngine } from '../../src/engine/fake.ts';
import { watchInstance } from '../../src/engine/watch.ts';
import { systemClock } from '../../src/system/clock.ts';

const options = { clock: systemClock, driveHealthchecks: false, drivingIntervalMs: 5 };

test('a change that nobody waited for ends the next wait at once', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const id = engine.add({ composeName: 'p', service: 'web' });
  await using watch = disposable(await watchInstance(engine, 'p', options));
  await watch.change(0);
  await engine.startContainer(id);
  await expect.poll(() => watch.current('web')[0]?.state).toBe('running');
  const begun = performance.now();
  await watch.change(10_000);
  expect(performance.now() - begun).toBeLessThan(1000);
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
