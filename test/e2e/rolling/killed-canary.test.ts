import { expect } from 'vitest';
import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { type Running, runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { ask } from '../support/traffic.ts';
import { type Workplace, test as withWorkplace } from '../support/workplace.ts';

/** An instance with a canary of half of the requests. */
const test = withWorkplace.extend<{ running: Running }>({
  running: async ({ at }, use) => {
    const running = await runInstance(at, new URL('.', import.meta.url));
    await running.project.edit('VERSION: one', 'VERSION: two');
    const { exit, stderr } = await running.up('--canary', '50', '--settle', '0s');
    expect(exit, stderr).toBe(0);
    await use(running);
  },
});

const versions = async ({ port }: Running) =>
  new Set(await Promise.all(Array.from({ length: 40 }, () => ask(`http://127.0.0.1:${port}/`))));
const statuses = async ({ port }: Running) =>
  Promise.all(Array.from({ length: 40 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).status));
const mend = (at: Workplace) => at.portside('doctor', '--fix', '--yes');

async function killed(at: Workplace, { project }: Running, args: string[], fits: (event: ExecutionEvent) => boolean): Promise<void> {
  const up = at.begin('up', project.directory, '--name', 'demo', ...args);
  await up.heard(fits);
  up.kill('SIGKILL');
  await up.ended;
}

test('a promotion that is killed before it is final leaves the old version alone', async ({ at, running }) => {
  await killed(at, running, ['--promote'], (event) => event.event === 'probe');
  expect(await mend(at)).toMatchObject({ exit: 0 });
  expect(await versions(running)).toEqual(new Set(['one']));
  expect(await at.left()).toEqual(running.before);
});

test('one that is killed once it is final is finished', async ({ at, running }) => {
  await killed(at, running, ['--promote', '--drain', '1s'], (event) => event.event === 'step' && event.step === 'drain the old web');
  expect(await mend(at)).toMatchObject({ exit: 0 });
  expect(await versions(running)).toEqual(new Set(['two']));
  expect(await sightingsOf('web', running.composeName)).toHaveLength(1);
  expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);
});

test('an abort that is killed is finished', async ({ at, running }) => {
  await killed(at, running, ['--abort'], (event) => event.event === 'undo');
  expect(await mend(at)).toMatchObject({ exit: 0 });
  expect(await versions(running)).toEqual(new Set(['one']));
  expect(await at.left()).toEqual(running.before);
});

test('a canary that turned bad is not promoted, and goes on beside the old one until --abort', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  await running.project.edit('VERSION: one', 'VERSION: two');
  await running.project.edit('MODE: well', 'MODE: turning');
  expect((await running.up('--canary', '50', '--settle', '0s')).exit).toBe(0);
  await expect.poll(() => statuses(running), { timeout: 20_000 }).toContain(500);

  const { exit, record } = await running.up('--promote');

  expect(exit).toBe(1);
  expect(record.error).toMatch(/^the canary cannot take all: web: .*500/);
  expect(await statuses(running)).toContain(200);
  expect(await sightingsOf('web', running.composeName)).toHaveLength(2);
  expect((await running.up('--abort')).exit).toBe(0);
  expect(await versions(running)).toEqual(new Set(['one']));
  expect(await at.left()).toEqual(running.before);
});
