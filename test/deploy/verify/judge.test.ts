import { expect, test } from 'vitest';
import type { ContainerDetails, Death } from '../../../src/deploy/model/container.ts';
import type { Expectation } from '../../../src/deploy/model/plan.ts';
import { judge } from '../../../src/deploy/verify/judge.ts';
import { container, expectation } from './containers.ts';

interface Given {
  containers?: Partial<ContainerDetails>[];
  deaths?: Death[];
  now?: number;
  listening?: boolean;
}

function verdictOn(expected: Partial<Expectation>, { containers = [{}], deaths = [], now = 20_000, listening = true }: Given = {}) {
  const all = containers.map((changes, place) => container({ id: `c${place}`, ...changes }));
  const upSince = (id: string) => all.find((one) => one.id === id)?.startedAt;
  const { is, detail } = judge(expectation(expected), { containers: all, deaths: () => deaths, upSince, now, listening });
  return `${is}: ${detail}`;
}

const died = (times: number, exitCode: number): Death[] => Array.from({ length: times }, (_, at) => ({ exitCode, at }));
const exited = (exitCode: number) => ({ state: 'exited' as const, exitCode });
const unhealthy = { health: 'unhealthy' as const, healthLog: [{ exitCode: 7, output: 'trying\ncould not connect\n' }] };

test('all replicas have to be there', () => {
  expect(verdictOn({ replicas: 2 })).toBe('waiting: 1 of 2 containers');
});

test('none wanted, none needed', () => {
  expect(verdictOn({ replicas: 0 }, { containers: [] })).toBe('holds: no containers wanted');
});

test('one failed replica fails all, and one that waits keeps all waiting', () => {
  expect(verdictOn({ replicas: 3 }, { containers: [{}, { startedAt: 19_900 }, exited(2)] })).toBe('failed: exited with code 2');
  expect(verdictOn({ replicas: 2 }, { containers: [{}, { startedAt: 19_900 }] })).toBe('waiting: up for 100 ms');
});

test('what stays up for its settling time holds', () => {
  expect(verdictOn({}, { now: 10_999 })).toBe('waiting: up for 999 ms');
  expect(verdictOn({}, { now: 11_000 })).toBe('holds: stays up');
});

test("the engine's clock has no say in it", () => {
  const seen = { containers: [container({ startedAt: 0 })], deaths: () => [], now: 20_000, listening: true };
  expect(judge(expectation(), { ...seen, upSince: () => 19_500 })).toEqual({ is: 'waiting', detail: 'up for 500 ms' });
  expect(judge(expectation(), { ...seen, containers: [container({ startedAt: 99_000 })], upSince: () => 19_000 }).is).toBe('holds');
});

test('what is not running yet is awaited', () => {
  expect(verdictOn({}, { containers: [{ state: 'created' }] })).toBe('waiting: created');
});

test("the engine's own reason comes first", () => {
  expect(verdictOn({}, { containers: [{ state: 'created', error: 'exec: no such file' }] })).toBe(
    'failed: the engine could not start it: exec: no such file',
  );
  expect(verdictOn({}, { containers: [{ error: 'of an earlier run' }] })).toBe('holds: stays up');
});

test('an end by want of memory is called so', () => {
  expect(verdictOn({ restarts: 'always' }, { containers: [{ ...exited(137), oomKilled: true }] })).toBe('failed: killed: out of memory');
});

test('without a restart policy any exit is a failure at once, exit 0 too', () => {
  expect(verdictOn({}, { containers: [exited(1)] })).toBe('failed: exited with code 1');
  expect(verdictOn({}, { containers: [exited(0)] })).toBe('failed: exited with code 0');
  expect(verdictOn({}, { containers: [{ state: 'dead', exitCode: 9 }] })).toBe('failed: exited with code 9');
});

test('with one it may come back, and every restart is named', () => {
  const restarting = { state: 'restarting' as const, restartCount: 2 };
  expect(verdictOn({ restarts: 'always' }, { containers: [restarting], deaths: died(2, 3) })).toBe('waiting: restarting after exit code 3');
});

test('at its fifth exit it is not going to make it, even while it runs', () => {
  expect(verdictOn({ restarts: 'always' }, { deaths: died(4, 1) })).toBe('holds: stays up');
  expect(verdictOn({ restarts: 'always' }, { deaths: died(5, 1) })).toBe('failed: crash loop: exited 5 times, last with code 1');
});

test('exits before anybody watched count where it restarts now, not where it has long run', () => {
  const before = { restartCount: 9, exitCode: 4 };
  expect(verdictOn({ restarts: 'always' }, { containers: [{ ...before, state: 'restarting' }] })).toBe(
    'failed: crash loop: exited 9 times, last with code 4',
  );
  expect(verdictOn({ restarts: 'always' }, { containers: [before] })).toBe('holds: stays up');
});

test('a job has to be done, with exit 0', () => {
  expect(verdictOn({ proof: 'completed' })).toBe('waiting: not done yet');
  expect(verdictOn({ proof: 'completed' }, { containers: [exited(0)] })).toBe('holds: done, exit code 0');
  expect(verdictOn({ proof: 'completed' }, { containers: [exited(1)] })).toBe('failed: exited with code 1');
});

test('a job that may try again is awaited', () => {
  expect(verdictOn({ proof: 'completed', restarts: 'always' }, { containers: [exited(1)] })).toBe('waiting: exited with code 1');
});

test('what the engine starts again only after a failure has ended for good with exit 0', () => {
  const onFailure: Partial<Expectation> = { restarts: 'on-failure' };
  expect(verdictOn({ ...onFailure, mayComplete: true }, { containers: [exited(0)] })).toBe('holds: done, exit code 0');
  expect(verdictOn({ ...onFailure, mayComplete: true }, { containers: [exited(1)] })).toBe('waiting: exited with code 1');
  expect(verdictOn({ ...onFailure, proof: 'healthy' }, { containers: [exited(0)] })).toBe('failed: exited with code 0');
  expect(verdictOn({ restarts: 'always', proof: 'healthy' }, { containers: [exited(0)] })).toBe('waiting: exited');
});

test('nobody waits for the health of what has no healthcheck', () => {
  expect(verdictOn({ proof: 'healthy', healthcheck: false }, { containers: [] })).toBe(
    'failed: it has no healthcheck, so it never counts as healthy',
  );
});

test('what may be a job or a service holds either way', () => {
  expect(verdictOn({ mayComplete: true })).toBe('holds: stays up');
  expect(verdictOn({ mayComplete: true }, { containers: [exited(0)] })).toBe('holds: done, exit code 0');
  expect(verdictOn({ mayComplete: true }, { containers: [exited(1)] })).toBe('failed: exited with code 1');
});

test('health is what the engine says', () => {
  expect(verdictOn({ proof: 'healthy' }, { containers: [{ health: 'healthy' }] })).toBe('holds: healthy');
  expect(verdictOn({ proof: 'healthy' }, { containers: [{ health: 'starting' }] })).toBe('waiting: not healthy yet');
  expect(verdictOn({ proof: 'healthy' }, { containers: [unhealthy] })).toBe(
    'failed: unhealthy: healthcheck exit code 7, could not connect',
  );
});

test('while it is awaited the last probe says why', () => {
  const containers = [{ ...unhealthy, health: 'starting' as const }];
  expect(verdictOn({ proof: 'healthy' }, { containers })).toBe('waiting: not healthy yet: healthcheck exit code 7, could not connect');
});

test('listening is seen from the inside', () => {
  const listens: Partial<Expectation> = { proof: 'listening', listens: [80, 81] };
  expect(verdictOn(listens, { listening: false })).toBe('waiting: nothing listens on :80, :81 in the container');
  expect(verdictOn(listens)).toBe('holds: listens on :80, :81');
});
