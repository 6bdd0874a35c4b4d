import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Retention, pruneRecords } from '../../src/ledger/retention.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

beforeEach(async () => {
  for (let day = 1; day <= 6; day++) {
    const { metrics } = recordOf('');
    const timestamp = `2026-11-0${day}T12:00:00.000Z`;
    await ledger.append(
      recordOf(`u${day}`, { timestamp, content_hash: day < 3 ? 'z' : day === 3 ? 'm' : 'a', metrics: { ...metrics, success: day !== 2 } }),
      about,
    );
  }
});

const since = (day: string) => Date.parse(`2026-11-${day}T00:00:00Z`);
const prune = (retention: Partial<Retention>, uuid = 'c1') =>
  pruneRecords({ since: since('04'), needed: [], ...retention }, { ...here, history: ledger, uuid, now: since('30') });

test('what is old goes, its files too; the chain holds behind a checkpoint, and what counted still counts', async () => {
  const before = await ledger.versions('hello');
  expect(await prune({})).toEqual({ records: 3, through: 3 });
  expect(await ledger.check()).toMatchObject({ records: 4, first: 4, last: { seq: 7 } });
  expect(await ledger.get('u3')).toBeUndefined();
  expect((await readdir(join(here.home, 'records'))).toSorted()).toEqual(['u4.json', 'u5.json', 'u6.json']);
  expect(await ledger.versions('hello')).toEqual(before);
  expect(await ledger.projects()).toEqual(['hello']);

  expect(await prune({ since: since('06') }, 'c2')).toEqual({ records: 2, through: 5 });
  expect(await ledger.check()).toMatchObject({ records: 3, first: 6 });
  expect(await ledger.versions('hello')).toEqual(before);
});

test('what instances were brought up by stays, and all that came later', async () => {
  expect(await prune({ needed: ['u2', 'u5'] })).toEqual({ records: 1, through: 1, keptFor: 'u2' });
  expect(await ledger.check()).toMatchObject({ first: 2 });
});

test('where nothing is old, nothing is done', async () => {
  expect(await prune({ since: since('01') })).toEqual({ records: 0, through: 0 });
  expect(await ledger.check()).toMatchObject({ records: 6, first: 1 });
});

test('of a ledger that does not hold nothing is removed', async () => {
  await here.database.immediate((sql) => {
    sql.run('DROP TRIGGER records_are_not_updated');
    sql.run('UPDATE records SET success = 0 WHERE seq = 5');
  });
  expect(await prune({})).toMatchObject({ kind: 'edited', at: 5 });
  expect(await ledger.get('u1')).toBeDefined();
});

test('behind a checkpoint nothing more can be removed by hand', async () => {
  await prune({});
  await expect(here.database.immediate((sql) => sql.run('DELETE FROM records WHERE seq = 4'))).rejects.toThrow('records are not deleted');
});
