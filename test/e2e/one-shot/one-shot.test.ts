import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);
const old = 'VERSION: one }\n    volumes: ["data:/data"]\n  web:';
const changed = old.replace('one', 'two');

test('a changed one-shot runs once, and what waits for it stays', async ({ at }) => {
  const running = await runInstance(at, source);
  const [, web] = await running.containers();

  await running.change([old, changed], '--settle', '0s');

  expect(await running.answer('/runs')).toBe('one\ntwo\n');
  const [migrate, after, ...others] = await running.containers();
  expect({ service: migrate?.service, state: migrate?.state, others }).toEqual({ service: 'migrate', state: 'exited', others: [] });
  expect(after).toEqual(web);
});

test('one that was done is not run again when its version comes back', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  await running.project.edit(old, changed);
  await running.project.edit('command: httpd -f -p 8080 -h /data', 'command: [sh, -c, "echo not like this; exit 2"]');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ service: 'web', undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect(await running.answer('/runs')).toBe('one\ntwo\n');
  expect((await running.containers())[0]).toEqual(before[0]);
});

test('one that fails stops the replacement before anything else of the old version is touched', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  await running.project.edit(old, changed);
  await running.project.edit('>> /data/runs', '>> /data/runs; echo no such table; exit 3');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ service: 'migrate', exit_code: 3, undo_problems: [] });
  expect(await running.containers()).toEqual(before);
  expect(await at.left()).toEqual(running.before);
});
