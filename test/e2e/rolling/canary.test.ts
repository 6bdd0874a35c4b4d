import { expect } from 'vitest';
import { type Running, runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { ask } from '../support/traffic.ts';
import { test as withWorkplace } from '../support/workplace.ts';

const asked = 300;

/** An instance with a canary of 20 %. */
const test = withWorkplace.extend<{ running: Running }>({
  running: async ({ at }, use) => {
    const running = await runInstance(at, new URL('.', import.meta.url));
    await running.project.edit('VERSION: one', 'VERSION: two');
    await use(running);
  },
});

const web = ({ composeName }: Running) => sightingsOf('web', composeName);

test('a canary gets its share; --abort leaves the old version, which was never stopped', async ({ at, running }) => {
  const before = await web(running);
  await canary(running);
  expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);

  const share = await shareOf('two', running);
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.3);

  const { exit, stderr } = await running.up('--abort');
  expect(exit, stderr).toBe(0);
  expect(await shareOf('two', running)).toBe(0);
  expect(await web(running)).toEqual(before);
  expect(await at.left()).toEqual(running.before);
});

test('--promote leaves the new version alone', async ({ running }) => {
  const before = await web(running);
  await canary(running);
  const [fresh] = (await web(running)).filter(({ id }) => id !== before[0]?.id);

  const { exit, stderr } = await running.up('--promote', '--drain', '1s');

  expect(exit, stderr).toBe(0);
  expect(await shareOf('two', running)).toBe(1);
  expect((await web(running)).map(({ id, startedAt }) => ({ id, startedAt }))).toEqual([{ id: fresh?.id, startedAt: fresh?.startedAt }]);
});

test('down takes both', async ({ at, running }) => {
  await canary(running);
  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
  expect(await at.ps()).toEqual([]);
});

test('a plain up while a canary runs says so, and touches nothing', async ({ running }) => {
  await canary(running);
  const both = await web(running);
  const { exit, stderr } = await running.up().catch((error: unknown) => ({ exit: undefined, stderr: String(error) }));
  expect(exit, stderr).not.toBe(0);
  expect(stderr).toMatch(/canary/);
  expect(stderr).toMatch(/--promote/);
  expect(await web(running)).toEqual(both);
});

async function canary(running: Running): Promise<void> {
  const { exit, stderr } = await running.up('--canary', '20', '--settle', '0s');
  expect(exit, stderr).toBe(0);
  expect((await web(running)).map(({ state }) => state)).toEqual(['running', 'running']);
}

/** Of requests on connections of their own. */
async function shareOf(version: string, { port }: Running): Promise<number> {
  const answers = await Promise.all(Array.from({ length: asked }, () => ask(`http://127.0.0.1:${port}/`)));
  return answers.filter((answer) => answer === version).length / asked;
}
