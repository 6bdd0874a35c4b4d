import { expect } from 'vitest';
import type { Preview } from '../../../src/contract/preview.ts';
import { docker, lines } from '../support/outside.ts';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test('a volume that was renamed in the file stops up before anything is touched; with a reason it goes on, and the old one stays', async ({
  at,
}) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  await running.project.edit('orders:/data', 'bookings:/data');
  await running.project.edit('volumes: { orders: {} }', 'volumes: { bookings: {} }');

  const refused = await running.up();
  const told = await at.portside('up', running.project.directory, '--name', 'demo', '--dry-run', '--json');

  expect(refused.exit, refused.stderr).toBe(3);
  expect(refused.stderr).toContain(`the volume orders (${running.composeName}_orders)`);
  expect(refused.record).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({ rule: 'data-goes-with-its-service' })]),
  });
  expect(told.exit).toBe(3);
  expect((JSON.parse(told.stdout) as Preview).replaced).toMatchObject([{ service: 'web', strategy: 'recreate', old: [before[0]?.id] }]);
  expect(await running.containers()).toEqual(before);
  expect(await at.left()).toEqual(running.before);

  await running.change(['services-restart: "a test"', 'data-goes-with-its-service: "a new book"'], '--settle', '0s');
  expect(await running.answer('/')).toBe('kept\n');
  const volumes = await lines(['volume', 'ls', '--quiet', '--filter', `name=^${running.composeName}_`]);
  expect(volumes.toSorted()).toEqual([`${running.composeName}_bookings`, `${running.composeName}_orders`]);
  await docker(['volume', 'rm', `${running.composeName}_orders`]);
});
