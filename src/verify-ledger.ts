import { join, resolve } from 'node:path';
import type { LedgerReport } from './contract/verify.ts';
import { history } from './ledger/history.ts';
import { reportOnLedger } from './ledger/report.ts';
import { migrations } from './ledger/schema.ts';
import { systemClock } from './system/clock.ts';
import { openDatabase } from './system/database.ts';
import { portsideHome } from './system/home.ts';
import { systemIds } from './system/ids.ts';

/** Composition root of `verify --ledger`: the ledger and nothing else, so that no engine's code is loaded for it. */
export async function verifyLedger({
  environment,
  currentDirectory,
}: {
  environment: Record<string, string>;
  currentDirectory: string;
}): Promise<LedgerReport> {
  const home = resolve(currentDirectory, portsideHome(environment));
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  try {
    return await reportOnLedger(database, home, history(database, home));
  } finally {
    await database.close();
  }
}
