import { expect, test } from 'vitest';
import type { Expectation } from '../../../src/deploy/model/plan.ts';
import { awaitService, expectationOf } from '../../../src/deploy/verify/await-service.ts';
import { container, expectation } from './containers.ts';
import { type Frame, scripted } from './scripted-watch.ts';

interface Waiting {
  signal?: AbortSignal;
  listens?: (at: number) => boolean;
}

async function wait(expected: Partial<Expectation>, frames: Frame[], { signal, listens = () => true }: Waiting = {}) {
  const { watch, clock, waits } = scripted(frames);
  const verdict = await awaitService(expectation(expected), {
    ...{ watch, clock, signal: signal ?? new AbortController().signal },
    listens: async () => listens(clock.now()),
  });
  return { ...verdict, waits };
}

const starting = container({ health: 'starting', startedAt: 0 });
const healthy = container({ health: 'healthy', startedAt: 0 });

test('it passes at the very event that brings it', async () => {
  const frames = [
    { at: 0, containers: [] },
    { at: 40, containers: [starting] },
    { at: 310, containers: [healthy] },
  ];
  expect(await wait({ proof: 'healthy' }, frames)).toMatchObject({
    ...{ service: 'web', kind: 'health', outcome: 'passed', detail: 'healthy', durationMs: 310 },
  });
});

test('what has failed is not awaited further', async () => {
  const frames = [
    { at: 0, containers: [starting] },
    { at: 50, containers: [container({ state: 'exited', exitCode: 3 })] },
    { at: 60, containers: [healthy] },
  ];
  expect(await wait({ proof: 'healthy' }, frames)).toMatchObject({ outcome: 'failed', detail: 'exited with code 3', durationMs: 50 });
});

test('at the deadline it has failed, with what was still awaited', async () => {
  const verdict = await wait({ proof: 'healthy', deadlineMs: 2500 }, [{ at: 0, containers: [starting] }]);
  expect(verdict).toMatchObject({ outcome: 'failed', detail: 'not healthy yet after 2.5 s', durationMs: 2500 });
});

test('between events nothing is looked at', async () => {
  const { waits } = await wait({ proof: 'healthy', deadlineMs: 2500 }, [{ at: 0, containers: [starting] }]);
  expect(waits).toEqual([2500]);
  expect((await wait({ deadlineMs: 2500 }, [{ at: 0, containers: [container({ state: 'created' })] }])).waits).toEqual([2500]);
});

test('settling is awaited to its very end, from the first sight of the youngest', async () => {
  const first = container({ startedAt: 0 });
  const frames = [
    { at: 0, containers: [first] },
    { at: 300, containers: [first, container({ id: 'c2', startedAt: 0 })] },
  ];
  expect(await wait({ replicas: 2 }, frames)).toMatchObject({ outcome: 'passed', durationMs: 1300, waits: [1000, 700, 300] });
});

test('what changes while it is looked at is not slept through', async () => {
  const frames = [
    { at: 0, containers: [container()] },
    { at: 10, containers: [container({ state: 'exited', exitCode: 5 })] },
  ];
  const { watch, clock } = scripted(frames);
  const verdict = await awaitService(expectation({ proof: 'listening', listens: [80] }), {
    ...{ watch, clock, signal: new AbortController().signal },
    listens: async () => {
      await clock.sleep(10);
      return false;
    },
  });
  expect(verdict).toMatchObject({ outcome: 'failed', detail: 'exited with code 5', durationMs: 10 });
});

test('a look at one run says nothing of the next', async () => {
  const frames = [
    { at: 0, containers: [container({ startedAt: 0 })] },
    { at: 10, containers: [container({ startedAt: 9 })] },
  ];
  const { watch, clock } = scripted(frames);
  let looks = 0;
  const verdict = await awaitService(expectation({ proof: 'listening', listens: [80], deadlineMs: 100 }), {
    ...{ watch, clock, signal: new AbortController().signal },
    listens: async () => {
      await clock.sleep(10);
      return ++looks === 1;
    },
  });
  expect(verdict).toMatchObject({ outcome: 'failed', detail: 'nothing listens on :80 in the container after 0.1 s' });
});

test('listening is looked at often, for no event tells of it', async () => {
  const frames = [{ at: 0, containers: [container({ startedAt: 0 })] }];
  const { waits, ...verdict } = await wait({ proof: 'listening', listens: [80] }, frames, { listens: (at) => at >= 70 });
  expect(verdict).toMatchObject({ kind: 'running', outcome: 'passed', detail: 'listens on :80', durationMs: 75 });
  expect(waits).toEqual([25, 25, 25]);
});

test('a container that does not run does not listen, and is not asked', async () => {
  const frames = [{ at: 0, containers: [container({ state: 'created' })] }];
  const asked: number[] = [];
  const verdict = await wait({ proof: 'listening', listens: [80], deadlineMs: 50 }, frames, { listens: (at) => asked.push(at) > 0 });
  expect(verdict).toMatchObject({ outcome: 'failed', detail: 'created after 0.1 s' });
  expect(asked).toEqual([]);
});

test('who is told to stop says so', async () => {
  const verdict = await wait({ proof: 'healthy' }, [{ at: 0, containers: [starting] }], { signal: AbortSignal.abort() });
  expect(verdict).toMatchObject({ outcome: 'failed', detail: 'stopped waiting: not healthy yet', durationMs: 0 });
});

test('a job is called done', async () => {
  const frames = [
    { at: 0, containers: [container({ startedAt: 0 })] },
    { at: 20, containers: [container({ state: 'exited' })] },
  ];
  expect(await wait({ proof: 'completed' }, frames)).toMatchObject({ kind: 'completed', outcome: 'passed', durationMs: 20 });
});

test.each([
  ['service_completed_successfully', { proof: 'completed', mayComplete: false }],
  ['service_healthy', { proof: 'healthy' }],
  ['service_started', { proof: 'settled', settleMs: 0, mayComplete: true }],
] as const)('a dependency that asks for %s', (condition, expected) => {
  const need = { service: 'web', condition, required: true };
  expect(expectationOf(need, expectation({ proof: 'listening', listens: [80] }))).toMatchObject(expected);
});

test('a dependency that can never be healthy has failed at once, and says why', async () => {
  const need = { service: 'web', condition: 'service_healthy', required: true } as const;
  const frames = [{ at: 0, containers: [container()] }];
  expect(await wait(expectationOf(need, expectation({ proof: 'listening', healthcheck: false })), frames)).toMatchObject({
    ...{ outcome: 'failed', detail: 'it has no healthcheck, so it never counts as healthy', durationMs: 0 },
  });
});

test('a started service is enough as soon as it runs', async () => {
  const need = { service: 'web', condition: 'service_started', required: true } as const;
  const frames = [{ at: 0, containers: [container({ startedAt: 0 })] }];
  expect(await wait(expectationOf(need, expectation({ proof: 'healthy' })), frames)).toMatchObject({ outcome: 'passed', durationMs: 0 });
});
