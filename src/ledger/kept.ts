import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { Database, Sql } from '../system/database.ts';
import type { Row } from './chain/check-chain.ts';
import { ledgerIdOf } from './chain/rows.ts';
import { sha256, unsealed } from './chain/seal.ts';

/** What the ledger has of executions, row by row, for whoever looks whether it may be believed. */
export interface Kept {
  ledgerId(): Promise<string>;
  /** UUIDs that begin so, in the order in which they were recorded; at most ten. */
  beginningWith(prefix: string): Promise<string[]>;
  row(executionUuid: string): Promise<KeptRow | undefined>;
  /** UUID of the record at this position. */
  at(sequence: number): Promise<string | undefined>;
  /** Position and action of those of these executions that are recorded. */
  places(executionUuids: string[]): Promise<Map<string, Placed>>;
  /** What succeeded on the same instance after a record, the oldest first; at most a thousand. */
  after(row: KeptRow): Promise<(ExecutionRecord & Link)[]>;
}

export interface KeptRow {
  seq: number;
  record: ExecutionRecord & Link;
  /** Whether its hash is that of what it says. */
  whole: boolean;
}

export interface Placed {
  seq: number;
  action: string;
  timestamp: string;
}

export function kept(database: Database): Kept {
  return {
    ledgerId: () => database.read(ledgerIdOf),
    beginningWith: (prefix) =>
      database.read((sql) =>
        sql.column<string>(
          'SELECT execution_uuid FROM records WHERE execution_uuid >= ? AND execution_uuid < ? ORDER BY seq LIMIT 10',
          ...[prefix, `${prefix}~`],
        ),
      ),
    row: (executionUuid) => database.read((sql) => keptRowOf(sql, executionUuid)),
    at: (sequence) => database.read((sql) => sql.column<string>('SELECT execution_uuid FROM records WHERE seq = ?', sequence)[0]),
    places: (executionUuids) =>
      database.read((sql) => {
        const found = executionUuids.flatMap((uuid) => {
          const row = sql.get<Placed>('SELECT seq, action, timestamp FROM records WHERE execution_uuid = ?', uuid);
          return row ? [[uuid, row] as const] : [];
        });
        return new Map(found);
      }),
    after: ({ seq, record: { deployment } }) =>
      database.read((sql) =>
        sql
          .all<Row>(
            'SELECT * FROM records WHERE project = ? AND instance = ? AND success = 1 AND seq > ? ORDER BY seq LIMIT 1000',
            ...[deployment.project, deployment.instance_id, seq],
          )
          .map(unsealed),
      ),
  };
}

function keptRowOf(sql: Sql, executionUuid: string): KeptRow | undefined {
  const row = sql.get<Row>('SELECT * FROM records WHERE execution_uuid = ?', executionUuid);
  return row && { seq: row.seq, record: unsealed(row), whole: sha256(row.body) === row.hash };
}
