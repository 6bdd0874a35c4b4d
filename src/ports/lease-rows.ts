import type { Lease } from '../deploy/model/port.ts';
import type { Sql } from '../system/database.ts';

/**
 * `leased_ports` has a row for each number, so that its primary key keeps two leases from ever naming one port; `leases` says what
 * the numbers are for (a lease may span several, and a TCP and a UDP lease of one service may share one).
 */
interface LeaseRow {
  compose_name: string;
  port: number;
  protocol: Lease['protocol'];
  service: string;
  target: number;
  position: number;
  count: number;
  host_ip: string | null;
  variable: string | null;
}

export function leasesOf(sql: Sql, composeName: string): Lease[] {
  return sql.all<LeaseRow>('SELECT * FROM leases WHERE compose_name = ? ORDER BY service, position, port', composeName).map(leaseOf);
}

export function portsOfOthers(sql: Sql, composeName: string): Set<number> {
  return new Set(sql.column<number>('SELECT port FROM leased_ports WHERE compose_name <> ?', composeName));
}

/** Whose port it is; the name is `project/instance` where the instance is registered, else its Compose name. */
export function ownerOf(sql: Sql, port: number): { composeName: string; name: string } | undefined {
  return sql.get(
    `SELECT compose_name AS composeName, coalesce(project || '/' || instance, compose_name) AS name
     FROM leased_ports LEFT JOIN instances USING (compose_name) WHERE port = ?`,
    port,
  );
}

/** Adds to what the instance holds; what it holds already is only marked as taken anew. */
export function insertLeases(sql: Sql, composeName: string, leases: readonly Lease[], now: number): void {
  const held = new Set(heldPorts(sql, composeName));
  for (const port of numbersOf(leases)) {
    if (!held.has(port)) sql.run('INSERT INTO leased_ports (port, compose_name) VALUES (?, ?)', port, composeName);
  }
  for (const { port, protocol, service, target, index, count, hostIp, variable } of leases) {
    sql.run(
      'INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      composeName,
      port,
      protocol,
      service,
      target,
      index,
      count,
      hostIp ?? null,
      variable ?? null,
      now,
    );
  }
}

/** Gives back everything that the instance holds beyond `kept`, and writes those down again as they are given, as far as it still holds them. */
export function keepOnly(sql: Sql, composeName: string, kept: readonly Lease[], now: number): void {
  const held = new Set(heldPorts(sql, composeName));
  const stillKept = kept.filter((lease) => [...numbersOf([lease])].every((port) => held.has(port)));
  const keptPorts = numbersOf(stillKept);
  sql.run('DELETE FROM leases WHERE compose_name = ?', composeName);
  for (const port of held) if (!keptPorts.has(port)) sql.run('DELETE FROM leased_ports WHERE port = ?', port);
  insertLeases(sql, composeName, stillKept, now);
}

/** The instances that took all of their leases before that moment. */
export function ownersBefore(sql: Sql, moment: number): string[] {
  return sql.column<string>('SELECT compose_name FROM leases GROUP BY compose_name HAVING max(taken_at) < ?', moment);
}

function heldPorts(sql: Sql, composeName: string): number[] {
  return sql.column<number>('SELECT port FROM leased_ports WHERE compose_name = ?', composeName);
}

export function numbersOf(leases: readonly Lease[]): Set<number> {
  return new Set(leases.flatMap(({ port, count }) => Array.from({ length: count }, (_, offset) => port + offset)));
}

function leaseOf(row: LeaseRow): Lease {
  return {
    service: row.service,
    target: row.target,
    protocol: row.protocol,
    port: row.port,
    count: row.count,
    index: row.position,
    ...(row.host_ip !== null && { hostIp: row.host_ip }),
    ...(row.variable !== null && { variable: row.variable }),
  };
}
