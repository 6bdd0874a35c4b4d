import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/verify-ledger.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

const verify = (home: string) => verifyLedger({ environment: { PORTSIDE_HOME: home }, currentDirectory: '/' });

test('one that is not there is not made', async () => {
  const home = join(here.home, 'none');
  await expect(verify(home)).rejects.toMatchObject({ code: 'no-ledger', exit: 2 });
  expect(await readdir(here.home)).not.toContain('none');
});

test('one that was removed is known to have been there', async () => {
  await ledger.append(recordOf('u1'), about);
  expect(await verify(here.home)).toMatchObject({ holds: true, records: 1 });
  await here.database.close();
  for (const end of ['', '-wal', '-shm']) await rm(join(here.home, `portside.db${end}`), { force: true });
  await expect(verify(here.home)).rejects.toMatchObject({ code: 'ledger-missing', exit: 1 });
  expect(await readdir(here.home)).not.toContain('portside.db');
});
