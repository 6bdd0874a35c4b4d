import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { test } from '../support/workplace.ts';

test('a new version that makes an unchanged neighbour fail while it is watched is taken back', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const web = await sightingsOf('web', running.composeName);
  await running.project.edit('MODE: well', 'MODE: turning');

  const { exit, record, stderr } = await running.up();

  expect(exit, stderr).toBe(1);
  expect(record.error).toMatch(/^web: .*502/);
  expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect(await sightingsOf('web', running.composeName)).toEqual(web);
  expect(await running.answer()).toBe('stored');
});
