import { expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test("a service in another's network is replaced along with it", async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();

  await running.change(['VERSION: one', 'VERSION: two'], '--settle', '0s');

  const after = await running.containers();
  expect(after.map(({ service, state }) => `${service} ${state}`)).toEqual(['app running', 'gate running']);
  expect(after.filter(({ id }) => before.some((old) => old.id === id))).toEqual([]);
  const [gate] = await sightingsOf('gate', running.composeName);
  const [app] = await sightingsOf('app', running.composeName);
  expect(await docker(['inspect', '--format', '{{.HostConfig.NetworkMode}}', app?.id ?? ''])).toBe(`container:${gate?.id}`);
  expect(await running.answer()).toBe('one\n');
});

test('alone it joins the one that is there', async ({ at }) => {
  const running = await runInstance(at, source);
  const gate = await sightingsOf('gate', running.composeName);

  await running.change(['echo one', 'echo two'], '--settle', '0s');

  expect(await sightingsOf('gate', running.composeName)).toEqual(gate);
  expect(await running.answer()).toBe('two\n');
});

test('both come back where it fails', async ({ at }) => {
  const running = await runInstance(at, source);
  await running.project.edit('VERSION: one', 'VERSION: two');
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'echo no way; exit 5');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect((await running.containers()).map(({ state }) => state)).toEqual(['running', 'running']);
  expect(await running.answer()).toBe('one\n');
});
