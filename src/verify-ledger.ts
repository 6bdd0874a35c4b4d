import { join, resolve } from 'node:path';
import { UserError, exitCode } from './contract/user-error.ts';
import type { LedgerReport } from './contract/verify.ts';
import { readHeads } from './ledger/chain/head.ts';
import { history } from './ledger/history.ts';
import { reportOnLedger } from './ledger/report.ts';
import { migrations } from './ledger/schema.ts';
import { systemClock } from './system/clock.ts';
import { openDatabase } from './system/database.ts';
import { portsideHome } from './system/home.ts';
import { pathKind } from './system/read.ts';
import { systemIds } from './system/ids.ts';

/** Composition root of `verify --ledger`: the ledger and nothing else, so that no engine's code is loaded for it. Throws UserError (exit 2 where there is none, 1 where it is gone). */
export async function verifyLedger({
  environment,
  currentDirectory,
}: {
  environment: Record<string, string>;
  currentDirectory: string;
}): Promise<LedgerReport> {
  const home = resolve(currentDirectory, portsideHome(environment));
  await mustBeThere(home);
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  try {
    return await reportOnLedger(database, home, history(database, home));
  } finally {
    await database.close();
  }
}

/** Opening the database would make one. */
async function mustBeThere(home: string): Promise<void> {
  if ((await pathKind(join(home, 'portside.db'))) !== 'missing') return;
  const [newest] = await readHeads(home);
  if (newest)
    throw new UserError({
      code: 'ledger-missing',
      exit: exitCode.failed,
      message: `the whole ledger is gone: ${join(home, 'portside.db')} is not there, and its newest record is known to be ${newest.seq}`,
      hint: 'bring it back from a backup, or import an export of it: portside history import FILE',
    });
  throw new UserError({
    code: 'no-ledger',
    exit: exitCode.usage,
    message: `there is no ledger in ${home}`,
    hint: 'nothing was recorded there; PORTSIDE_HOME says where Portside keeps it',
  });
}
