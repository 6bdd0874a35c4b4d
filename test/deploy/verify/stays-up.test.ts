import { expect, test } from 'vitest';
import type { Expectation } from '../../../src/deploy/model/plan.ts';
import { staysUp } from '../../../src/deploy/verify/stays-up.ts';
import { container, expectation } from './containers.ts';
import { type Frame, scripted } from './scripted-watch.ts';

async function watchOver(frames: Frame[], expected: Partial<Expectation> = {}, signal = new AbortController().signal) {
  const { watch, clock } = scripted(frames);
  const failure = await staysUp([expectation({ settleMs: 0, ...expected })], { watch, clock, signal, settleMs: 5000 });
  return { failure: failure?.detail, tookMs: clock.monotonic() };
}

const up = container({ startedAt: 0, health: 'healthy' });

test('what stays as it is holds, after the whole time', async () => {
  expect(await watchOver([{ at: 0, containers: [up] }])).toEqual({ failure: undefined, tookMs: 5000 });
});

test('what turns unhealthy or exits has failed at once', async () => {
  const sick = [
    { at: 0, containers: [up] },
    { at: 900, containers: [container({ health: 'unhealthy' })] },
  ];
  expect(await watchOver(sick, { proof: 'healthy' })).toEqual({ failure: 'unhealthy', tookMs: 900 });
  const gone = [
    { at: 0, containers: [up] },
    { at: 900, containers: [container({ state: 'exited', exitCode: 1 })] },
  ];
  expect(await watchOver(gone)).toEqual({ failure: 'exited with code 1', tookMs: 900 });
});

test('a restart that the engine mends is one all the same', async () => {
  const frames = [
    { at: 0, containers: [up] },
    { at: 700, containers: [up], deaths: [{ exitCode: 1, at: 700 }] },
  ];
  expect(await watchOver(frames, { restarts: 'always' })).toMatchObject({
    failure: 'it was up, and died since (exit code 1)',
    tookMs: 700,
  });
});

test('one that the engine has not mended yet is not up', async () => {
  const frames = [
    { at: 0, containers: [up] },
    { at: 700, containers: [container({ state: 'restarting' })], deaths: [{ exitCode: 4, at: 700 }] },
  ];
  expect((await watchOver(frames, { restarts: 'always' })).failure).toBe('it was up, and is not any more: restarting after exit code 4');
});

test('who is told to stop has not seen it stay up', async () => {
  expect(await watchOver([{ at: 0, containers: [up] }], {}, AbortSignal.abort())).toEqual({
    failure: 'stopped watching whether it stays up',
    tookMs: 0,
  });
});

test('deaths from before do not count, and a job may end', async () => {
  const before = [{ at: 0, containers: [up], deaths: [{ exitCode: 1, at: 0 }] }];
  expect((await watchOver(before, { restarts: 'always' })).failure).toBeUndefined();
  const done = [
    { at: 0, containers: [up] },
    { at: 700, containers: [container({ state: 'exited' })], deaths: [{ exitCode: 0, at: 700 }] },
  ];
  expect((await watchOver(done, { mayComplete: true })).failure).toBeUndefined();
});
