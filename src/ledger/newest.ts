import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { Sql } from '../system/database.ts';
import { recordedProjects } from './recorded-projects.ts';
import { type Sealed, unsealed } from './chain/seal.ts';

/** The newest records of some projects (of all where none is named), the newest first. Only the bodies that are returned are read. */
export function newestRecords(
  sql: Sql,
  { projects, instance, limit }: { projects?: readonly string[]; instance?: string; limit: number },
): (ExecutionRecord & Link)[] {
  if (!projects && instance === undefined) return rowsOf(sql, 'SELECT seq FROM records ORDER BY seq DESC LIMIT ?', limit);
  // Without saying so SQLite would walk over all bodies, the newest first, until it has found enough of a project that is seldom deployed.
  const of = instance === undefined ? 'project = ?' : 'project = ? AND instance = ?';
  const names = projects ?? recordedProjects(sql);
  const seqs = names.flatMap((name) =>
    sql.column<number>(
      `SELECT seq FROM records INDEXED BY records_of WHERE ${of} ORDER BY seq DESC LIMIT ?`,
      ...[name, ...(instance === undefined ? [] : [instance]), limit],
    ),
  );
  const newest = seqs.toSorted((a, b) => b - a).slice(0, limit);
  return rowsOf(sql, 'SELECT value FROM json_each(?)', JSON.stringify(newest));
}

/** What an instance was before a record: the last of its executions that went well and started, replaced or removed it; where that is behind a checkpoint nobody knows. */
export function recordBefore(sql: Sql, { deployment, sequence }: ExecutionRecord & Link): (ExecutionRecord & Link) | 'unknown' | undefined {
  const row = sql.get<Sealed>(
    `SELECT * FROM records INDEXED BY records_of
     WHERE project = ? AND instance = ? AND seq < ? AND success = 1 AND action IN ('up', 'rollback', 'down') ORDER BY seq DESC LIMIT 1`,
    ...[deployment.project, deployment.instance_id, sequence],
  );
  if (row) return unsealed(row);
  return sql.column<number>('SELECT min(seq) FROM records')[0] === 1 ? undefined : 'unknown';
}

function rowsOf(sql: Sql, seqs: string, value: string | number): (ExecutionRecord & Link)[] {
  return sql.all<Sealed>(`SELECT * FROM records WHERE seq IN (${seqs}) ORDER BY seq DESC`, value).map(unsealed);
}
