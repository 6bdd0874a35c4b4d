import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { Sql } from '../system/database.ts';
import { type Sealed, unsealed } from './chain/seal.ts';

type Kept = ExecutionRecord & Link;

/** The first execution that counts of a version and the newest; both undefined where only a checkpoint knows of them. */
export function endsOfVersion(sql: Sql, project: string, contentHash: string): { first?: Kept; newest?: Kept } {
  const ends = sql.get<{ first: number | null; newest: number | null }>(
    `SELECT min(seq) AS first, max(seq) AS newest FROM records INDEXED BY records_counted
     WHERE project = ? AND content_hash = ? AND counts = 1`,
    ...[project, contentHash],
  );
  const [first, newest] = [recordAt(sql, ends?.first), recordAt(sql, ends?.newest)];
  return { ...(first ? { first } : {}), ...(newest ? { newest } : {}) };
}

/** The newest execution of a project that started or replaced something. */
export function newestCounted(sql: Sql, project: string): Kept | undefined {
  const [seq] = sql.column<number | null>(
    'SELECT max(seq) FROM records INDEXED BY records_counted WHERE project = ? AND counts = 1',
    project,
  );
  return recordAt(sql, seq);
}

function recordAt(sql: Sql, seq: number | null | undefined): Kept | undefined {
  const row = seq === null || seq === undefined ? undefined : sql.get<Sealed>('SELECT * FROM records WHERE seq = ?', seq);
  return row && unsealed(row);
}
