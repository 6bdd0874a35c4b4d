import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../../src/ledger/schema.ts';
import { type Memory, type TriedFix, memory } from '../../../src/loop/memory/memory.ts';
import { memoryUpkeep } from '../../../src/loop/memory/upkeep.ts';
import { createRedactor } from '../../../src/redaction/redact.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { openDatabase } from '../../../src/system/database.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { readIfExists } from '../../../src/system/files.ts';
import { type Machine, machine } from '../../ledger/fixtures.ts';

let here: Machine;
let known: Memory;
beforeEach(async () => {
  here = await machine();
  known = memory(here.database, here.clock);
});
afterEach(() => here.close());

const signature = 'url-means-localhost/0123456789ab';

test('what worked is recalled before what did not, and this project comes before others', async () => {
  await known.remember(fix('a', { project: 'other' }));
  await known.remember(fix('a', { project: 'other' }));
  await known.remember(fix('b'));
  await known.remember(fix('c'));
  await known.remember(fix('c'));
  await known.remember(fix('d', { worked: false }));
  const recalled = await known.recall(signature, 'shop');
  expect(recalled.map((one) => [one.fix, one.worked, one.failed])).toEqual([
    ['c', 2, 0],
    ['b', 1, 0],
    ['d', 0, 1],
    ['a', 2, 0],
  ]);
  expect(await known.recall('crashed/000000000000', 'shop')).toEqual([]);
});

test('the same change is one entry, wherever in the file it stands by now and whoever made it', async () => {
  await known.remember(fix('a', { patch: '@@ -1,2 +1,2 @@\n-x\n+y\n' }));
  await known.remember(fix('a', { patch: '@@ -7,2 +7,2 @@\n-x\n+y\n', worked: false }));
  await known.remember(fix('a', { patch: '@@ -9,2 +9,2 @@\n-x\n+y\n', project: 'other' }));
  expect(await known.recall(signature, 'shop')).toMatchObject([{ worked: 1, failed: 1, patch: '@@ -7,2 +7,2 @@\n-x\n+y\n' }]);
  expect(await known.list()).toHaveLength(2);
});

test('no secret is kept: neither one that the project knows, nor one that its shape gives away', async () => {
  const redactor = createRedactor();
  redactor.learn('DB_PASSWORD', 'correct-horse-77');
  await known.remember(
    fix('uses correct-horse-77', {
      patch: '+URL=postgres://me:s3cretpass@db/x\n+PASS=correct-horse-77\n',
      failure: 'correct-horse-77 is refused',
    }),
    redactor,
  );
  const text = JSON.stringify(await known.list());
  expect(text).not.toMatch(/correct-horse|s3cretpass/);
  expect(text).toContain('***');
});

test('a patch that is too long to be the mend of one failure is kept by its sentence only', async () => {
  await known.remember(fix('rewrites all', { patch: '+x\n'.repeat(40_000) }));
  expect(await known.recall(signature, 'shop')).toMatchObject([{ fix: 'rewrites all', patch: '' }]);
});

test('many writers at once lose nothing', async () => {
  const databases = Array.from({ length: 4 }, () =>
    openDatabase(join(here.home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds }),
  );
  await Promise.all(databases.flatMap((database) => Array.from({ length: 25 }, () => memory(database, systemClock).remember(fix('a')))));
  await Promise.all(databases.map((database) => database.close()));
  expect(await known.recall(signature, 'shop')).toMatchObject([{ worked: 100 }]);
});

test('a failure is forgotten by its signature or the beginning of it, and only where that is one', async () => {
  const upkeep = memoryUpkeep({ ...here, ids: systemIds, currentDirectory: here.home });
  await known.remember(fix('a'));
  await known.remember(fix('b', { signature: 'url-means-localhost/fedc00000000' }));
  await known.remember(fix('c', { signature: 'url-means-localhost/fedc00000000' }));
  await expect(upkeep.forget('url-')).rejects.toMatchObject({ exit: 2, message: expect.stringContaining('could be') });
  await expect(upkeep.forget('crashed')).rejects.toMatchObject({ exit: 2 });
  expect(await upkeep.forget('url-means-localhost/fe')).toEqual({ signature: 'url-means-localhost/fedc00000000', entries: 2 });
  expect(await known.list()).toHaveLength(1);
});

test('it is written out as lines of JSON, into a new file only', async () => {
  const upkeep = memoryUpkeep({ ...here, ids: systemIds, currentDirectory: here.home });
  await known.remember(fix('a'));
  expect(await upkeep.exportTo('memory.ndjson')).toEqual({ file: join(here.home, 'memory.ndjson'), entries: 1 });
  expect(JSON.parse((await readIfExists(join(here.home, 'memory.ndjson'))) ?? '')).toEqual({
    ...{ signature, project: 'shop', failure: 'it failed', fix: 'a', patch: '+a\n', worked: 1, failed: 0 },
    ...{ first_at: '1970-01-01T00:16:40.000Z', last_at: '1970-01-01T00:16:40.000Z' },
  });
  await expect(upkeep.exportTo('memory.ndjson')).rejects.toMatchObject({ exit: 2 });
});

function fix(name: string, changes: Partial<TriedFix> = {}): TriedFix {
  return { signature, failure: 'it failed', fix: name, patch: `+${name}\n`, project: 'shop', worked: true, ...changes };
}
