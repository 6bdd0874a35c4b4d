import type { LedgerReport } from '../contract/verify.ts';
import type { Database } from '../system/database.ts';
import type { Row } from './chain/check-chain.ts';
import { readSigningKey } from './chain/signing-key.ts';
import { ledgerIdOf, newestRow } from './chain/rows.ts';
import { guards } from './guards.ts';
import type { History } from './history.ts';

/** What the whole ledger is, or where it breaks; and whether SQLite still refuses to change it. */
export async function reportOnLedger(database: Database, home: string, history: Pick<History, 'check'>): Promise<LedgerReport> {
  const own = (await readSigningKey(home))?.id;
  const chain = await history.check();
  const guarded = await guards(database);
  const seen = await database.read((sql) => ({
    id: ledgerIdOf(sql),
    records: sql.column<number>('SELECT count(*) FROM records')[0] ?? 0,
    first: endOf(sql.get<Row>('SELECT * FROM records ORDER BY seq LIMIT 1')),
    last: endOf(newestRow(sql)),
  }));
  const broken = 'kind' in chain ? chain : undefined;
  const verdict = broken ? 'broken-chain' : guarded.update && guarded.delete && guarded.replace ? 'holds' : 'unguarded';
  return {
    ...{ holds: verdict === 'holds', verdict, ledger_id: seen.id, records: seen.records },
    ...(seen.first && { first: seen.first }),
    ...(seen.last && { last: seen.last }),
    ...(!('kind' in chain) && { signed: chain.signed, signers: chain.signers.map((one) => ({ ...one, own: one.key === own })) }),
    ...(broken && {
      break: { kind: broken.kind, at: broken.at, ...(broken.uuid && { execution_uuid: broken.uuid }), detail: broken.detail },
    }),
    guards: guarded,
    next: broken?.uuid && broken.kind !== 'cut-off' ? [`portside verify ${broken.uuid}`] : verdict === 'holds' ? ['portside history'] : [],
  };
}

function endOf(row: Row | undefined): LedgerReport['first'] {
  return row && { sequence: row.seq, hash: row.hash, execution_uuid: row.execution_uuid, timestamp: row.timestamp };
}
