import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test('a fixed name with INSTANCE_ID passes to the new container', async ({ at }) => {
  const running = await runInstance(at, source);
  const [before] = await running.containers();
  expect(before?.name).toMatch(/front-demo$/);

  for (const [from, to] of [
    ['VERSION: one', 'VERSION: two'],
    ['VERSION: two', 'VERSION: three'],
  ] as const) {
    await running.change([from, to], '--settle', '0s');
    expect((await running.containers()).map(({ name }) => name)).toEqual([before?.name]);
  }

  expect(await running.answer()).toBe('three\n');
  expect((await running.containers())[0]?.id).not.toBe(before?.id);
});

test('a replacement that fails leaves it to the old one', async ({ at }) => {
  const running = await runInstance(at, source);
  const [before] = await running.containers();
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'echo nobody there; exit 4');

  const { exit, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect((await running.containers()).map(({ id, name }) => ({ id, name }))).toEqual([{ id: before?.id, name: before?.name }]);
  expect(await running.answer()).toBe('one\n');
  expect(await at.left()).toEqual(running.before);
});
