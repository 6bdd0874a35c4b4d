import type { Sql } from '../system/database.ts';
import type { LockHolder } from './lock-rows.ts';

/** Who waits for an instance, in the order in which they came: whoever lets go and takes it again at once would always be quicker than one that naps. */
export interface Waiter extends LockHolder {
  ticket: string;
}

export function firstInLine(sql: Sql, composeName: string): Waiter | undefined {
  return sql.get<Waiter>(
    `SELECT ticket, compose_name AS composeName, action, host, pid, start_time AS startTime, since, heartbeat
     FROM lock_queue WHERE compose_name = ? ORDER BY place LIMIT 1`,
    composeName,
  );
}

/** At the end; who is in line already keeps his place, and is heard from again. */
export function standInLine(sql: Sql, { ticket, composeName, action, host, pid, startTime, since, heartbeat }: Waiter): void {
  sql.run(
    `INSERT INTO lock_queue (ticket, compose_name, action, host, pid, start_time, since, heartbeat) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ticket) DO UPDATE SET heartbeat = excluded.heartbeat`,
    ticket,
    composeName,
    action,
    host,
    pid,
    startTime,
    since,
    heartbeat,
  );
}

export function leaveLine(sql: Sql, ticket: string): void {
  sql.run('DELETE FROM lock_queue WHERE ticket = ?', ticket);
}
