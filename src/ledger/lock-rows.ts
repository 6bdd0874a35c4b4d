import type { Sql } from '../system/database.ts';
import type { Owner } from './owner.ts';

/** Who works on an instance, or waits to. */
export interface Holder {
  composeName: string;
  action: string;
  pid: number;
  /** Epoch milliseconds. */
  since: number;
}

export interface LockHolder extends Owner, Holder {
  heartbeat: number;
}

const selectLocks = 'SELECT compose_name AS composeName, action, host, pid, start_time AS startTime, since, heartbeat FROM locks';

export function allLocks(sql: Sql): LockHolder[] {
  return sql.all<LockHolder>(`${selectLocks} ORDER BY compose_name`);
}

export function findLock(sql: Sql, composeName: string): LockHolder | undefined {
  return sql.get<LockHolder>(`${selectLocks} WHERE compose_name = ?`, composeName);
}

/** Later than all that began before it, whatever the clock says: by that the journal knows what is nobody's any more. */
export function insertLock(sql: Sql, { composeName, action, host, pid, startTime, since, heartbeat }: LockHolder): void {
  const [lastBegan = null] = sql.column<number | null>('SELECT max(began_at) FROM executions WHERE compose_name = ?', composeName);
  const later = lastBegan === null ? since : Math.max(since, lastBegan + 1);
  sql.run('INSERT INTO locks VALUES (?, ?, ?, ?, ?, ?, ?)', composeName, action, host, pid, startTime, later, heartbeat);
}

/** As `deleteLock`: a successor's heart beats for itself. */
export function beatLock(sql: Sql, composeName: string, { host, pid, startTime }: Owner, now: number): void {
  sql.run(`UPDATE locks SET heartbeat = ? WHERE ${theirs}`, now, composeName, host, pid, startTime);
}

/** Only if it is still that owner's: somebody else may have taken a dead one's over meanwhile. */
export function deleteLock(sql: Sql, composeName: string, { host, pid, startTime }: Owner): void {
  sql.run(`DELETE FROM locks WHERE ${theirs}`, composeName, host, pid, startTime);
}

const theirs = 'compose_name = ? AND host = ? AND pid = ? AND start_time = ?';
