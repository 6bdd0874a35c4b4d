import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { noteHead, readHeads } from '../../src/ledger/chain/head.ts';
import { isSigned, makeSigningKey } from '../../src/ledger/chain/signing-key.ts';
import { history } from '../../src/ledger/history.ts';
import { foldersOfProjects } from '../../src/ledger/recorded-projects.ts';
import { pruneRecords } from '../../src/ledger/retention.ts';
import { skim } from '../../src/ledger/skim.ts';
import type { Value } from '../../src/system/database.ts';
import { machine } from './fixtures.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

async function fill(count = 5): Promise<void> {
  for (let number = 1; number <= count; number++) await ledger.append(recordOf(`u${number}`), about);
}

/** What somebody with the file in his hands can do. */
async function tamper(...statements: [statement: string, ...values: Value[]][]): Promise<void> {
  await here.database.immediate((sql) => {
    for (const name of ['records_are_not_updated', 'records_are_not_deleted']) sql.run(`DROP TRIGGER IF EXISTS ${name}`);
    for (const [statement, ...values] of statements) sql.run(statement, ...values);
  });
}

test('each record carries the hash of the one before it, and its own, over canonical JSON that anybody can compute', async () => {
  const first = await ledger.append(recordOf('u1'), about);
  const second = await ledger.append(recordOf('u2'), { counts: false });
  expect(first).toMatchObject({ sequence: 1, previous_hash: '0'.repeat(64), counts: true });
  expect(second).toMatchObject({ sequence: 2, previous_hash: first.hash, counts: false, ledger_id: first.ledger_id });
  const { hash, ...rest } = second;
  const sorted = JSON.stringify(rest, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted()) : value,
  );
  expect(createHash('sha256').update(sorted).digest('hex')).toBe(hash);
  expect(Object.keys(second).slice(-3)).toEqual(['previous_hash', 'hash', 'execution_uuid']);
  expect(await ledger.check()).toEqual({ records: 2, first: 1, last: { seq: 2, hash }, signed: 0, signers: [] });
});

test('the same record once more changes nothing, and mends its file', async () => {
  await fill(1);
  const file = join(here.home, 'records', 'u1.json');
  const before = await readFile(file, 'utf8');
  await writeFile(file, '');
  await ledger.append(recordOf('u1'), about);
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await ledger.check()).toMatchObject({ records: 1 });
});

test('SQLite itself refuses to change or remove one', async () => {
  await fill(2);
  await expect(here.database.immediate((sql) => sql.run('UPDATE records SET success = 0'))).rejects.toThrow('records are not updated');
  await expect(here.database.immediate((sql) => sql.run('DELETE FROM records'))).rejects.toThrow('records are not deleted');
  const columns = 'execution_uuid, project, instance, action, success, counts, timestamp, body';
  for (const place of [1, 9]) {
    const uuid = place === 1 ? 'other' : 'u1';
    const replace = `INSERT OR REPLACE INTO records (seq, ${columns}) SELECT ${place}, '${uuid}', project, instance, action, 0, counts, timestamp, body FROM records WHERE seq = 1`;
    await expect(here.database.immediate((sql) => sql.run(replace))).rejects.toThrow('records are not replaced');
  }
});

describe('the first break is found and named:', () => {
  beforeEach(() => fill());

  test('one byte of a record', async () => {
    await tamper([`UPDATE records SET body = replace(body, '"startup_duration":1.6', '"startup_duration":1.5') WHERE seq = 3`]);
    expect(await ledger.check()).toMatchObject({ kind: 'edited', at: 3, uuid: 'u3' });
  });

  test.each([
    ['a brace', `substr(body, 2)`],
    ['all of it', `'hello'`],
    ['what makes it a record', `'{}'`],
    ['everything', `'null'`],
  ])('%s gone, so that it is no record any more: whoever needs it says so', async (_, body) => {
    await tamper([`UPDATE records SET body = ${body} WHERE seq = 3`]);
    expect(await ledger.check()).toMatchObject({ kind: 'edited', at: 3, uuid: 'u3' });
    const damaged = { code: 'chain-broken', exit: 1, message: 'record 3 of the ledger was edited: it is no record any more' };
    await expect(ledger.get('u3')).rejects.toMatchObject(damaged);
    await expect(ledger.list({ limit: 9 })).rejects.toMatchObject(damaged);
    // Figures read a part of each, and need not notice.
    const skimmed = await here.database.read((sql) => [...skim(sql, {})]).catch((error: unknown) => error);
    expect(Array.isArray(skimmed) ? damaged : skimmed).toMatchObject(damaged);
    expect(await here.database.read(foldersOfProjects)).toBeDefined();
    const hash = createHash('sha256').update(body.slice(1, -1)).digest('hex');
    await tamper(['UPDATE records SET hash = ? WHERE seq = 3', hash]);
    expect(await ledger.check()).toMatchObject({ kind: 'edited', at: 3, uuid: 'u3' });
  });

  test.each([`substr(body, 2)`, `replace(body, '"through":2', '"through":3')`])('a checkpoint: %s', async (body) => {
    await pruneRecords(
      { since: Date.parse('2027-01-01T00:00:00Z'), needed: ['u3'] },
      { ...here, history: ledger, uuid: 'c1', now: Date.parse('2026-12-01T00:00:00Z') },
    );
    expect(await ledger.check()).toMatchObject({ first: 3, records: 4 });
    await tamper([`UPDATE records SET body = ${body} WHERE execution_uuid = 'c1'`]);
    expect(await ledger.check()).toMatchObject({ kind: 'edited', at: 6, uuid: 'c1' });
  });

  test.each(['success', 'duration', 'counts'])('the column %s, which is searched or counted by', async (column) => {
    await tamper([`UPDATE records SET ${column} = 0 WHERE seq = 2`]);
    expect(await ledger.check()).toMatchObject({ kind: 'edited', at: 2, detail: expect.stringContaining(`column ${column}`) });
  });

  test('a signature that nobody says to have made', async () => {
    await tamper([`UPDATE records SET signature = 'abc' WHERE seq = 2`]);
    expect(await ledger.check()).toMatchObject({ kind: 'signature', at: 2, uuid: 'u2' });
  });

  test('one that was edited, its hash computed anew', async () => {
    const row = await here.database.read((sql) => sql.get<{ body: string }>('SELECT body FROM records WHERE seq = 3'));
    const body = row?.body.replace('"changed":true', '"changed":false') ?? '';
    await tamper(['UPDATE records SET body = ?, hash = ? WHERE seq = 3', body, createHash('sha256').update(body).digest('hex')]);
    expect(await ledger.check()).toMatchObject({ kind: 'replaced', at: 3, uuid: 'u3' });
  });

  test('one removed from the middle', async () => {
    await tamper(['DELETE FROM records WHERE seq = 3']);
    expect(await ledger.check()).toMatchObject({ kind: 'missing', at: 3, detail: 'record 3 is missing: after 2 comes 4' });
  });

  test('the oldest removed without a checkpoint', async () => {
    await tamper(['DELETE FROM records WHERE seq <= 2']);
    expect(await ledger.check()).toMatchObject({ kind: 'missing', at: 1, detail: expect.stringContaining('records 1 to 2 are missing') });
  });

  test('the newest cut off', async () => {
    await tamper(['DELETE FROM records WHERE seq >= 4']);
    expect(await ledger.check()).toMatchObject({ kind: 'cut-off', at: 4, detail: expect.stringContaining('records 4 to 5 are cut off') });
  });

  test.each([1, 2, 3, 70, 140])('the newest cut off, and %i appended after that', async (count) => {
    await tamper(['DELETE FROM records WHERE seq >= 4']);
    for (let number = 1; number <= count; number++) await ledger.append(recordOf(`other${number}`), about);
    expect(await ledger.check()).toMatchObject({ kind: 'replaced', at: 4, uuid: 'other1' });
  });

  test('more cut off than the lines hold, and as many appended', async () => {
    for (let number = 6; number <= 100; number++) await ledger.append(recordOf(`u${number}`), about);
    await tamper(['DELETE FROM records WHERE seq >= 11']);
    for (let number = 11; number <= 20; number++) await ledger.append(recordOf(`other${number}`), about);
    expect(await ledger.check()).toMatchObject({
      kind: 'cut-off',
      at: 21,
      detail: expect.stringContaining('records 21 to 100 are cut off'),
    });
    for (let number = 21; number <= 180; number++) await ledger.append(recordOf(`other${number}`), about);
    expect(await ledger.check()).toMatchObject({ kind: 'replaced', at: 37, uuid: 'other37' });
  });

  test('all of them', async () => {
    await tamper(['DELETE FROM records']);
    expect(await ledger.check()).toMatchObject({ kind: 'cut-off', at: 1 });
  });

  test('two that changed places', async () => {
    await tamper(
      ['UPDATE records SET seq = 100 WHERE seq = 2'],
      ['UPDATE records SET seq = 2 WHERE seq = 3'],
      ['UPDATE records SET seq = 3 WHERE seq = 100'],
    );
    expect(await ledger.check()).toMatchObject({ kind: 'moved', at: 2, uuid: 'u3', detail: 'record 3 stands at place 2' });
  });

  test('one from another machine', async () => {
    const there = await machine();
    const theirs = await history(there.database, there.home).append(recordOf('other'), about);
    const row = await there.database.read((sql) => sql.get<Record<string, Value>>('SELECT * FROM records'));
    await there.close();
    const { seq: _seq, ...columns } = row ?? {};
    const names = Object.keys(columns);
    await tamper([
      `INSERT INTO records (seq, ${names.join(', ')}) VALUES (6, ${names.map(() => '?').join(', ')})`,
      ...Object.values(columns),
    ]);
    expect(await ledger.check()).toMatchObject({
      kind: 'foreign',
      at: 6,
      uuid: 'other',
      detail: expect.stringContaining(theirs.ledger_id),
    });
  });

  test('all hashes computed anew from one on, which only what is noted outside tells', async () => {
    const rows = await here.database.read((sql) => sql.all<{ seq: number; body: string }>('SELECT seq, body FROM records ORDER BY seq'));
    let previous = '0'.repeat(64);
    const edits = rows.map(({ seq, body }): [string, ...Value[]] => {
      const edited = body.replace('"changed":true', '"changed":false').replace(/"previous_hash":"\w+"/, `"previous_hash":"${previous}"`);
      previous = createHash('sha256').update(edited).digest('hex');
      return ['UPDATE records SET body = ?, hash = ? WHERE seq = ?', edited, previous, seq];
    });
    await tamper(...edits);
    expect(await ledger.check()).toMatchObject({ kind: 'replaced', at: 1, detail: expect.stringContaining('outside the database') });
  });
});

test('where a key is, each record is signed, and a signature that is taken away or of another is missed', async () => {
  const key = await makeSigningKey(here.home, 'draft');
  expect((await stat(join(here.home, 'ledger.key'))).mode & 0o777).toBe(0o600);
  const record = await ledger.append(recordOf('u1'), about);
  expect(record.signed_by).toBe(key.id);
  expect(isSigned(record.hash, record.signature ?? '', key.id)).toBe(true);
  expect(await ledger.check()).toMatchObject({ records: 1, signed: 1 });
  await ledger.append(recordOf('u2'), about);
  await tamper(['UPDATE records SET signature = NULL WHERE seq = 1']);
  expect(await ledger.check()).toMatchObject({ kind: 'signature', at: 1, uuid: 'u1' });
});

test.each([
  ['damaged', '-----BEGIN PRIVATE KEY-----\nMC4CAQ', 'is damaged'],
  ['empty', '', 'is damaged'],
  [
    'of another kind',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'is another key',
  ],
])('a key that is %s is named, before anything is done', async (_, text, why) => {
  const file = join(here.home, 'ledger.key');
  await writeFile(file, text);
  const named = { code: 'signing-key', exit: 2, message: expect.stringContaining(`${file}, which signs records, ${why}`) };
  await expect(ledger.canAppend()).rejects.toMatchObject(named);
  await expect(ledger.append(recordOf('u1'), about)).rejects.toMatchObject(named);
  await rm(file);
  await mkdir(file);
  await expect(ledger.canAppend()).rejects.toMatchObject({ code: 'signing-key', message: expect.stringContaining('cannot be read') });
});

test('a key is made once', async () => {
  const keys = await Promise.all(Array.from({ length: 5 }, (_, number) => makeSigningKey(here.home, `draft${number}`)));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
});

test('a slow process does not hide what a faster one has noted', async () => {
  await fill(70);
  const { hash } = (await ledger.get('u6'))?.record ?? { hash: '' };
  await noteHead(here.home, { seq: 6, hash });
  expect((await readHeads(here.home))[0]).toMatchObject({ seq: 70 });
  expect(await ledger.check()).toMatchObject({ records: 70 });
});

test('whoever is killed before the newest is noted outside leaves the ledger ahead of it, and that holds', async () => {
  await fill(3);
  const head = join(here.home, 'ledger.head');
  const noted = (await readFile(head, 'utf8')).split('\n');
  await writeFile(head, noted.filter((line) => !/^ +3 /.test(line)).join('\n'));
  expect(await ledger.check()).toMatchObject({ records: 3 });
});
