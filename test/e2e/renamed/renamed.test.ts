import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { leasedPorts } from '../support/state.ts';
import { test } from '../support/workplace.ts';

const edits: [before: string, after: string][] = [
  ['  web:\n', '  site:\n'],
  ['echo web >', 'echo site >'],
  ['api: web:8080', 'api: site:8080'],
  ['  extra:\n', '  added:\n'],
];

test('one service added, one removed and one renamed on its port, all in one up', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const [leases, worker] = [leasedPorts(at.home), await sightingsOf('worker', running.composeName)];
  for (const edit of edits) await running.project.edit(...edit);

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(0);
  expect(record.deployment.api_port).toBe(running.port);
  expect(await running.answer()).toBe('site\n');
  expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual([
    'added running',
    'site running',
    'worker running',
  ]);
  expect(await sightingsOf('worker', running.composeName)).toEqual(worker);
  expect(leasedPorts(at.home)).toEqual(leases);
  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});

test('where the renamed one fails, all is as it was', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  for (const edit of edits) await running.project.edit(...edit);
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'echo not ready; exit 8');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.error).toMatch(/^site: exited with code 8/);
  expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual([
    'extra running',
    'web running',
    'worker running',
  ]);
  expect(await running.answer()).toBe('web\n');
});
