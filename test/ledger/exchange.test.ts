import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportRecords } from '../../src/ledger/export-records.ts';
import { history } from '../../src/ledger/history.ts';
import { importRecords } from '../../src/ledger/import-records.ts';
import { pruneRecords } from '../../src/ledger/retention.ts';
import { type Machine, machine } from './fixtures.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

let there: Machine;
beforeEach(async () => {
  there = await machine();
  for (let number = 1; number <= 5; number++) await ledger.append(recordOf(`u${number}`), about);
});
afterEach(() => there.close());

async function exported(going: AsyncIterable<string> = exportRecords(here.database, here.home)): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of going) lines.push(line.trimEnd());
  return lines;
}

const taken = (lines: string[], { database, home }: Machine = there) =>
  importRecords(
    async function* () {
      yield* lines;
    },
    database,
    home,
  );

test('what goes out of one comes into an empty one, whole, and goes on there', async () => {
  expect(await taken(await exported())).toEqual({ records: 5, added: 5, last: 5 });
  const theirs = history(there.database, there.home);
  expect(await theirs.check()).toEqual(await ledger.check());
  expect(await theirs.get('u3')).toEqual(await ledger.get('u3'));
  expect((await readdir(join(there.home, 'records'))).length).toBe(5);
  await theirs.append(recordOf('u6'), about);
  expect(await theirs.check()).toMatchObject({ records: 6 });
});

test('once more it takes in what is new, and nothing else', async () => {
  await taken(await exported());
  await ledger.append(recordOf('u6'), about);
  expect(await taken(await exported())).toEqual({ records: 6, added: 1, last: 6 });
  await expect(taken((await exported()).slice(0, 3))).rejects.toThrow('they end at record 3, and this ledger goes on to 6');
});

test('once more it brings files that are missing, as after a kill, and leaves the others', async () => {
  await taken(await exported());
  const file = (uuid: string) => join(there.home, 'records', `${uuid}.json`);
  const before = await readFile(file('u2'), 'utf8');
  await rm(file('u2'));
  await writeFile(file('u3'), 'edited');
  expect(await taken(await exported())).toEqual({ records: 5, added: 0, last: 5 });
  expect(await readFile(file('u2'), 'utf8')).toBe(before);
  expect(await readFile(file('u3'), 'utf8')).toBe('edited');
});

test('a ledger with records of its own takes in no other', async () => {
  await history(there.database, there.home).append(recordOf('own'), about);
  await expect(taken(await exported())).rejects.toThrow('another ledger');
});

test.each<[what: string, change: (lines: string[]) => string[], why: RegExp]>([
  [
    'edited',
    (lines) => lines.with(2, lines[2]?.replace('"startup_duration":1.6', '"startup_duration":1.5') ?? ''),
    /^line 3: record 3 was edited/,
  ],
  ['missing', (lines) => lines.toSpliced(2, 1), /^line 3: record 3 is missing/],
  ['moved', (lines) => [...lines.slice(0, 2), lines[3] ?? '', lines[2] ?? '', lines[4] ?? ''], /^line 3: record 3 is missing/],
  ['the first cut off', (lines) => lines.slice(1), /^line 1: they begin at record 2, and no checkpoint/],
  ['no JSON', (lines) => lines.with(1, 'hello'), /^line 2: it is no record as JSON/],
  ['nothing', () => [], /^line 1: there is no record in it/],
])('what is %s is refused before anything is taken in', async (_, change, why) => {
  await expect(taken(change(await exported()))).rejects.toThrow(why);
  expect(await history(there.database, there.home).list({ limit: 9 })).toEqual([]);
});

test('a ledger that does not hold is exported up to the break', async () => {
  await here.database.immediate((sql) => {
    sql.run('DROP TRIGGER records_are_not_updated');
    sql.run('UPDATE records SET success = 0 WHERE seq = 3');
  });
  await expect(exported()).rejects.toThrow('the ledger does not hold: record 3 was edited');
});

test('one that begins behind a checkpoint goes out and comes in', async () => {
  const old = { since: Date.parse('2026-12-01T00:00:00Z'), needed: [] };
  await pruneRecords(old, { ...here, history: ledger, uuid: 'c1', now: Date.parse('2026-12-01T00:00:00Z') });
  await ledger.append(recordOf('u6'), about);
  expect(await taken(await exported())).toEqual({ records: 2, added: 2, last: 7 });
  expect(await history(there.database, there.home).check()).toEqual(await ledger.check());
});

/** What the other machine has after the first, of the same ledger, goes another way. */
async function another(): Promise<void> {
  await taken((await exported()).slice(0, 1));
  await history(there.database, there.home).append(recordOf('other'), about);
}

test('what does not go on from the newest here is refused before anything is taken in', async () => {
  await another();
  await expect(taken(await exported())).rejects.toThrow('line 2: record 2 is another one in this ledger');
  await expect(taken((await exported()).slice(2))).rejects.toThrow(
    'line 1: record 2, which it goes on from, is another one in this ledger',
  );
  await expect(taken((await exported()).slice(3))).rejects.toThrow('line 1: record 4 does not go on from record 2, the newest here');
  expect(await history(there.database, there.home).check()).toMatchObject({ records: 2 });
});

test('what begins behind the newest here goes on from it, without those before', async () => {
  await taken((await exported()).slice(0, 2));
  expect(await taken((await exported()).slice(2))).toEqual({ records: 3, added: 3, last: 5 });
  expect(await history(there.database, there.home).check()).toEqual(await ledger.check());
});

test('what comes while the lines are read is gone on from, or they are refused', async () => {
  const lines = await exported();
  let reads = 0;
  const importing = importRecords(
    async function* () {
      if (++reads === 2) await history(there.database, there.home).append(recordOf('meanwhile'), about);
      yield* lines;
    },
    there.database,
    there.home,
  );
  await expect(importing).rejects.toThrow('they are of another ledger');
  expect(await history(there.database, there.home).check()).toMatchObject({ records: 1 });
});

test('what is behind a checkpoint here is passed over', async () => {
  const lines = await exported();
  await taken(lines);
  const old = { since: Date.parse('2026-11-21T04:00:01Z'), needed: [] };
  await pruneRecords(old, { ...here, history: ledger, uuid: 'c1', now: Date.parse('2026-12-01T00:00:00Z') });
  await ledger.append(recordOf('u7'), about);
  // The one that was pruned has 6 and 7; the other still has 1 to 5, and goes on.
  expect(await taken(await exported())).toEqual({ records: 2, added: 2, last: 7 });
  await history(there.database, there.home).append(recordOf('u8'), about);
  const whole = await exported(exportRecords(there.database, there.home));
  expect(whole).toHaveLength(8);
  expect(await taken(whole, here)).toEqual({ records: 8, added: 1, last: 8 });
  expect(await ledger.check()).toMatchObject({ records: 3, first: 6 });
});

test('two records of one execution, or one whose UUID is a path, are refused', async () => {
  const [first = '', second = ''] = await exported();
  await expect(taken([first, second.replace('"u2"', '"../../u2"')])).rejects.toThrow('line 2: its execution_uuid is none');
});

test('more than is read at once goes on too', async () => {
  await taken((await exported()).slice(0, 2));
  for (let number = 6; number <= 510; number++) await ledger.append(recordOf(`u${number}`), about);
  expect(await taken(await exported())).toEqual({ records: 510, added: 508, last: 510 });
  expect(await history(there.database, there.home).check()).toMatchObject({ records: 510 });
});

test('old records that are pruned while it goes out are no break', async () => {
  for (let number = 6; number <= 510; number++)
    await ledger.append(recordOf(`u${number}`, { timestamp: '2026-11-22T04:00:00.000Z' }), about);
  const lines = exportRecords(here.database, here.home);
  await lines.next();
  const old = { since: Date.parse('2026-12-01T00:00:00Z'), needed: [] };
  await pruneRecords(old, { ...here, history: ledger, uuid: 'c1', now: Date.parse('2026-12-01T00:00:00Z') });
  await expect(exported(lines)).rejects.toMatchObject({ code: 'pruned-meanwhile', hint: 'export it again' });
});
