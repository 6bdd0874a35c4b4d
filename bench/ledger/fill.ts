import { join } from 'node:path';
import { insertRow, ledgerIdOf, newestRow } from '../../src/ledger/chain/rows.ts';
import { beginning, seal } from '../../src/ledger/chain/seal.ts';
import { noteHead } from '../../src/ledger/chain/head.ts';
import { migrations } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { sampleRecord } from './sample-record.ts';

const together = 5000;

/** A ledger of so many records, chained as `append` chains them, in few transactions. */
export async function fillLedger(home: string, records: number): Promise<void> {
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  for (let from = 0; from < records; from += together)
    await database.durably((sql) => {
      const ledgerId = ledgerIdOf(sql);
      let { seq = 0, hash = beginning } = newestRow(sql) ?? {};
      for (let number = from; number < Math.min(from + together, records); number++) {
        const sealed = seal(sampleRecord(systemIds.uuid(), number), true, { ledgerId, seq: seq + 1, previousHash: hash });
        insertRow(sql, sealed);
        ({ seq, hash } = sealed);
      }
    });
  const newest = await database.read(newestRow);
  if (newest) await noteHead(home, newest);
  await database.close();
}
