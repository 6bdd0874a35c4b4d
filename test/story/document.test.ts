import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyDocument, writeHistory } from '../../src/story/document.ts';
import { here, ledger } from '../ledger/fresh-ledger.ts';
import { about, recordOf } from '../ledger/records.ts';

const place = () => ({ database: here.database, environment: { HOME: here.home }, currentDirectory: here.home, asked: async () => 20 });
const asked = { project: 'hello', limit: 20 };
const write = (file = 'TASK.md') => writeHistory(file, asked, place());
const git = { commit: 'a1b2c3d4e5', subject: 'Wait for redis', dirty: true };

test('a version is what its first execution changed, how the newest ended, and what counts of all', async () => {
  const { metrics } = recordOf('x');
  await ledger.append(recordOf('e1', { content_hash: 'a' }), about);
  await ledger.append(recordOf('e2', { content_hash: 'b', git }), about);
  const failed = { metrics: { ...metrics, success: false }, error: 'web: ended' };
  await ledger.append(recordOf('e3', { content_hash: 'b', ...failed }), about);
  await ledger.append(recordOf('e4', { content_hash: 'b', metrics: { ...metrics, changed: false } }), { counts: false });
  const rows = (await historyDocument(asked, place())).split('\n').filter((line) => line.startsWith('  | v'));
  expect(rows).toEqual([
    '  | v1      | first up | ✅ Success, 1:0 | e1 |',
    '  | v2      | started what did not run; Wait for redis (a1b2c3d\\*) | ❌ Failed, 1:1: web: ended | e3 |',
  ]);
});

test('a document is made, brought up to date, and left alone where nothing is new', async () => {
  await ledger.append(recordOf('e1', { content_hash: 'a' }), about);
  expect(await write()).toEqual({ file: join(here.home, 'TASK.md'), change: 'created' });
  await chmod(join(here.home, 'TASK.md'), 0o664);
  const { ino } = await stat(join(here.home, 'TASK.md'));
  expect(await write()).toMatchObject({ change: 'none' });
  expect((await stat(join(here.home, 'TASK.md'))).ino).toBe(ino);
  await ledger.append(recordOf('e2', { content_hash: 'a' }), about);
  expect(await write()).toMatchObject({ change: 'updated' });
  expect((await stat(join(here.home, 'TASK.md'))).mode & 0o777).toBe(0o664);
  expect(await readFile(join(here.home, 'TASK.md'), 'utf8')).toContain('portside verify e2\n');
});

test('what cannot be understood is refused, with the line, and stays as it is', async () => {
  await ledger.append(recordOf('e1'), about);
  const files = { 'half.md': Buffer.from('# Task\n<!-- portside:history -->\n'), 'latin.md': Buffer.from([0x23, 0xe9, 0x0a]) };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(here.home, name), bytes);
  await expect(write('half.md')).rejects.toMatchObject({ exit: 2, message: expect.stringContaining(`${here.home}/half.md:2: `) });
  await expect(write('latin.md')).rejects.toMatchObject({ exit: 2, code: 'document-unreadable' });
  await expect(write('no/such/folder.md')).rejects.toMatchObject({ exit: 2, code: 'document-unwritable' });
  for (const [name, bytes] of Object.entries(files)) expect(await readFile(join(here.home, name))).toEqual(bytes);
  expect((await readdir(here.home)).filter((name) => name.endsWith('.md'))).toEqual(['half.md', 'latin.md']);
});

test('of several projects one has to be named', async () => {
  await ledger.append(recordOf('e1'), about);
  const shop = recordOf('e2');
  await ledger.append({ ...shop, deployment: { ...shop.deployment, project: 'shop' } }, about);
  await expect(historyDocument({ limit: 20 }, place())).rejects.toMatchObject({
    ...{ exit: 2, message: 'there are records of hello, shop', hint: 'say which project: portside history hello' },
  });
});

test('of one instance there are no such metrics, and that is said', async () => {
  await ledger.append(recordOf('e1'), { counts: true });
  const asking = historyDocument({ project: 'hello/main', limit: 20 }, place());
  await expect(asking).rejects.toMatchObject({ code: 'project-only', exit: 2, hint: 'name the project: hello' });
});
