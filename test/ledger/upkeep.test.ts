import { expect, test } from 'vitest';
import { instances } from '../../src/ledger/instances.ts';
import { ledgerUpkeep } from '../../src/ledger/upkeep.ts';
import { systemIds } from '../../src/system/ids.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

const upkeep = () =>
  ledgerUpkeep({ ...here, history: ledger, instances: instances(here.database, here.clock), ids: systemIds, currentDirectory: here.home });

test.each([9e15, Number.POSITIVE_INFINITY])('a time of %d ms, longer than there ever was, keeps all', async (keep) => {
  await ledger.append(recordOf('u1'), about);
  expect(await upkeep().prune(keep, () => Promise.reject(new Error('nobody is asked')))).toMatchObject({ records: 0, done: false });
});
