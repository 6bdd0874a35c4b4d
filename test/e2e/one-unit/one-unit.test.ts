import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { test } from '../support/workplace.ts';

test('where the third of three changed services fails, the first two are their old containers again', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const bystander = await sightingsOf('bystander', running.composeName);
  await allChanged(running.project);
  await running.project.edit(
    'command: sleep 600\n    environment: { VERSION: two }\n    depends_on: [api]',
    worker('echo no queue; exit 6'),
  );

  const { exit, record, stderr } = await running.up();

  expect(exit, stderr).toBe(1);
  expect(record.error).toMatch(/^worker: exited with code 6/);
  expect(record.failure).toMatchObject({ service: 'worker', undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect((await running.containers()).map(({ state }) => state)).toEqual(Array(4).fill('running'));
  expect(await sightingsOf('bystander', running.composeName)).toEqual(bystander);
  expect(await running.answer()).toBe('one\n');
});

test('where all three are well, all three are new, and the fourth is not touched', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const before = await running.containers();
  await allChanged(running.project);

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(0);
  const after = await running.containers();
  expect(after.map(({ service }) => service)).toEqual(before.map(({ service }) => service));
  expect(after.filter(({ id }) => before.some((old) => old.id === id))).toEqual(before.filter(({ service }) => service === 'bystander'));
  expect(record.replaced?.map(({ service, strategy }) => `${service} ${strategy}`).toSorted()).toEqual([
    'api recreate',
    'store recreate',
    'worker recreate',
  ]);
  expect(await running.answer()).toBe('two\n');
});

async function allChanged(project: { directory: string; write(file: string, text: string): Promise<void> }): Promise<void> {
  const text = await readFile(join(project.directory, 'compose.yaml'), 'utf8');
  await project.write('compose.yaml', text.replaceAll('VERSION: one', 'VERSION: two'));
}

function worker(command: string): string {
  return `command: [sh, -c, "${command}"]\n    environment: { VERSION: two }\n    depends_on: [api]`;
}
