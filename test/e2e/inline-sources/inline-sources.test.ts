import { expect } from 'vitest';
import { type Running, runInstance } from '../support/running.ts';
import { type Workplace, test as withWorkplace } from '../support/workplace.ts';

const test = withWorkplace.extend<{ running: Running }>({
  running: async ({ at }, use) => {
    at.environment['TOKEN'] = 'tk-one-4711';
    await use(await runInstance(at, new URL('.', import.meta.url)));
  },
});

test('a changed content replaces the container', async ({ running }) => {
  expect(await served(running)).toEqual(['page one\n', 'tk-one-4711']);
  const before = await running.containers();
  await running.change(['page one', 'page two'], '--settle', '0s');
  expect(await served(running)).toEqual(['page two\n', 'tk-one-4711']);
  expect((await running.containers()).map(({ id }) => id)).not.toEqual(before.map(({ id }) => id));
});

test('so does a changed secret, and the old one is nowhere', async ({ at, running }) => {
  at.environment['TOKEN'] = 'tk-two-0815';
  const { exit, stderr } = await running.up('--settle', '0s');
  expect(exit, stderr).toBe(0);
  expect(await served(running)).toEqual(['page one\n', 'tk-two-0815']);
  expect(stderr).not.toMatch(/tk-(one|two)/);
});

test('what fails brings the old content and the old secret back', async ({ at, running }) => {
  at.environment['TOKEN'] = 'tk-two-0815';
  await running.project.edit('page one', 'page two');
  await running.project.edit('command: httpd -f -p 8080 -h /srv', 'command: [sh, -c, "cat /srv/token; exit 3"]');

  const { exit, record, stderr } = await running.up('--settle', '0s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
  expect(JSON.stringify(record) + stderr).not.toMatch(/tk-(one|two)/);
  await isBack(at, running);
});

async function isBack(at: Workplace, running: Running): Promise<void> {
  expect(await at.left()).toEqual(running.before);
  expect(await served(running)).toEqual(['page one\n', 'tk-one-4711']);
}

function served(running: Running): Promise<string[]> {
  return Promise.all(['/', '/token'].map((path) => running.answer(path)));
}
