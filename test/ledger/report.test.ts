import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSigningKey } from '../../src/ledger/chain/signing-key.ts';
import { reportOnLedger } from '../../src/ledger/report.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

const report = () => reportOnLedger(here.database, here.home, ledger);
const run = (...statements: string[]) => here.database.immediate((sql) => statements.forEach((one) => sql.run(one)));

test('an empty one holds', async () => {
  expect(await report()).toMatchObject({ holds: true, records: 0, signed: 0, guards: { update: true, delete: true, replace: true } });
});

test('how many, the first, the last', async () => {
  const one = await ledger.append(recordOf('u1'), about);
  const two = await ledger.append(recordOf('u2'), about);
  expect(await report()).toMatchObject({
    verdict: 'holds',
    records: 2,
    first: { sequence: 1, hash: one.hash, execution_uuid: 'u1' },
    last: { sequence: 2, hash: two.hash, execution_uuid: 'u2' },
  });
});

test('the first break', async () => {
  for (const uuid of ['u1', 'u2', 'u3']) await ledger.append(recordOf(uuid), about);
  await run('DROP TRIGGER records_are_not_updated', 'UPDATE records SET success = 0 WHERE seq = 2');
  const seen = await report();
  expect(seen).toMatchObject({ holds: false, verdict: 'broken-chain', break: { kind: 'edited', at: 2, execution_uuid: 'u2' } });
  expect(seen.guards).toEqual({ update: false, delete: true, replace: true });
  expect(seen.next).toEqual(['portside verify u2']);
});

test.for([
  ['is gone', 'update', 'DROP TRIGGER records_are_not_updated'],
  ['is gone', 'replace', 'DROP TRIGGER records_are_not_replaced'],
  ['is gone', 'delete', 'DROP TRIGGER records_are_not_deleted'],
  [
    'lets all through',
    'delete',
    'DROP TRIGGER records_are_not_deleted',
    "CREATE TRIGGER records_are_not_deleted BEFORE DELETE ON records WHEN OLD.seq < 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
  ],
  [
    'is raised for some only',
    'update',
    'DROP TRIGGER records_are_not_updated',
    "CREATE TRIGGER records_are_not_updated BEFORE UPDATE OF seq ON records BEGIN SELECT RAISE(ABORT, 'records are not updated'); END",
  ],
])('a guard that %s: of %s', async ([, guard = '', ...statements]) => {
  await ledger.append(recordOf('u1'), about);
  await run(...statements);
  const seen = await report();
  expect(seen).toMatchObject({ holds: false, verdict: 'unguarded' });
  expect(Object.entries(seen.guards).filter(([, there]) => !there)).toEqual([[guard, false]]);
});

test('who signed, and which of them is this machine', async () => {
  await ledger.append(recordOf('u1'), about);
  const { id: old } = await makeSigningKey(here.home, 'draft');
  for (const uuid of ['u2', 'u3']) await ledger.append(recordOf(uuid), about);
  await rm(join(here.home, 'ledger.key'));
  const { id: key } = await makeSigningKey(here.home, 'draft');
  await ledger.append(recordOf('u4'), about);
  expect(await report()).toMatchObject({
    signed: 3,
    signers: [
      { key: old, records: 2, own: false },
      { key, records: 1, own: true },
    ],
  });
});
