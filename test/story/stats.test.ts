import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type History, history } from '../../src/ledger/history.ts';
import { historyStats, writeStatsPage } from '../../src/story/stats.ts';
import { type Machine, machine } from '../ledger/fixtures.ts';
import { about, recordOf } from '../ledger/records.ts';

let here: Machine;
let ledger: History;
beforeEach(async () => {
  here = await machine();
  ledger = history(here.database, here.home);
  const shop = recordOf('e2', { content_hash: 'a' });
  await ledger.append(recordOf('e1', { content_hash: 'a' }), about);
  await ledger.append({ ...shop, deployment: { ...shop.deployment, project: 'shop', instance_id: 'demo' } }, about);
});
afterEach(() => here.close());

const place = () => ({ database: here.database, environment: { HOME: here.home }, currentDirectory: here.home });

test('of one project, one instance, or all', async () => {
  expect(await historyStats({ project: 'hello' }, place())).toMatchObject({ projects: ['hello'], successes: 1 });
  expect(await historyStats({}, place())).toMatchObject({ projects: ['hello', 'shop'], successes: 2, first_time: { versions: 2 } });
  expect(await historyStats({ instance: 'demo' }, place())).toMatchObject({ successes: 1 });
});

test('the page is made and replaced; a file that is somebody else’s stays', async () => {
  const write = (file: string) => writeStatsPage(file, { project: 'hello' }, place());
  expect(await write('h.html')).toEqual({ file: join(here.home, 'h.html'), change: 'created' });
  expect(await write('h.html')).toMatchObject({ change: 'none' });
  await ledger.append(recordOf('e3', { content_hash: 'a' }), about);
  expect(await write('h.html')).toMatchObject({ change: 'updated' });
  await writeFile(join(here.home, 'mine.html'), '<p>mine</p>');
  await expect(write('mine.html')).rejects.toMatchObject({ exit: 2, code: 'document-foreign' });
  expect(await readFile(join(here.home, 'mine.html'), 'utf8')).toBe('<p>mine</p>');
});
