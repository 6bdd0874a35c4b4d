import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

test('--only replaces the named one, and the next up the other; no up after that replaces anything', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const [web, worker] = await running.containers();
  await running.project.edit('SPEED: slow', 'SPEED: fast');
  await running.change(['VERSION: one', 'VERSION: two'], '--only', 'web', '--settle', '0s');

  const [secondWeb, secondWorker] = await running.containers();
  expect(secondWeb?.id).not.toBe(web?.id);
  expect(secondWorker).toEqual(worker);

  expect(await running.up('--settle', '0s')).toMatchObject({ exit: 0, record: { metrics: { changed: true } } });
  const third = await running.containers();
  expect(third).toHaveLength(2);
  expect(third[0]).toEqual(secondWeb);
  expect(third[1]?.id).not.toBe(worker?.id);

  expect(await running.up()).toMatchObject({ exit: 0, record: { metrics: { changed: false } } });
  expect(await running.containers()).toEqual(third);
});

test('--only that fails touches the other one neither on the way nor on the way back', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const [web, worker] = await running.containers();
  await running.project.edit('SPEED: slow', 'SPEED: fast');
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'exit 4');

  const { exit, stderr } = await running.up('--only', 'web');

  expect(exit, stderr).toBe(1);
  const after = await running.containers();
  expect(after[0]?.id).toBe(web?.id);
  expect(after[1]).toEqual(worker);
  expect(await running.answer()).toBe('one\n');
  expect(await at.left()).toEqual(running.before);
});

test('a failed replacement that is kept for a look still lets the next up and down through', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'exit 4');
  expect(await running.up('--keep')).toMatchObject({ exit: 1 });

  await running.change(['exit 4', 'exec httpd -f -p 8080 -h /www'], '--settle', '0s');

  expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual(['web running', 'worker running']);
  expect(await running.answer()).toBe('one\n');
  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});
