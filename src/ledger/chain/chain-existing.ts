import type { ExecutionRecord } from '../../contract/record.ts';
import type { Sql } from '../../system/database.ts';
import { beginning, seal } from './seal.ts';

/** Chains what was recorded before there was a chain. Part of a migration: what is released is never edited. */
export function chainExisting(sql: Sql): void {
  const ledgerId = sql.column<string>('SELECT id FROM ledger')[0] ?? '';
  const rows = sql.all<{ seq: number; body: string; counts: number; project: string; instance: string }>(
    'SELECT * FROM records ORDER BY seq',
  );
  let previousHash = beginning;
  for (const [place, { seq: old, body, counts }] of rows.entries()) {
    const record = JSON.parse(body) as ExecutionRecord;
    const sealed = seal(record, counts === 1, { ledgerId, seq: place + 1, previousHash });
    sql.run(
      'UPDATE records SET seq = ?, body = ?, hash = ?, content_hash = ?, duration = ? WHERE seq = ?',
      ...[sealed.seq, sealed.body, sealed.hash, record.content_hash ?? null, record.metrics.startup_duration, old],
    );
    previousHash = sealed.hash;
  }
}
