import { expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { type Running, runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test('both replicas are replaced', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  expect(await versions(running)).toEqual(['one', 'one']);

  await running.change(['VERSION: one', 'VERSION: two'], '--settle', '0s');

  expect(await versions(running)).toEqual(['two', 'two']);
  const after = await running.containers();
  expect(after.filter(({ id }) => before.some((old) => old.id === id))).toEqual([]);
});

test('one that fails in a replica brings both old ones back', async ({ at }) => {
  const running = await runInstance(at, source);
  // Whichever comes first is well.
  await running.project.edit('VERSION: one', 'VERSION: two');
  await running.project.edit('exec httpd', 'mkdir /shared/first && exec httpd');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect(await versions(running)).toEqual(['one', 'one']);
});

test('more replicas, and fewer', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();

  await running.change(['scale: 2', 'scale: 3'], '--settle', '0s');
  const three = await running.containers();
  expect(three).toHaveLength(3);
  expect(three).toEqual(expect.arrayContaining(before));

  await running.change(['scale: 3', 'scale: 1'], '--settle', '0s');
  const [only, ...others] = await running.containers();
  expect(others).toEqual([]);
  expect(three).toContainEqual(only);
});

async function versions(running: Running): Promise<string[]> {
  const containers = await running.containers();
  expect(containers.map(({ state }) => state)).toEqual(containers.map(() => 'running'));
  return Promise.all(containers.map(({ id }) => docker(['exec', id, 'wget', '-q', '-O', '-', 'http://127.0.0.1:8080/'])));
}
