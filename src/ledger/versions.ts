import type { Graduation } from '../contract/record.ts';
import type { Sql } from '../system/database.ts';
import { type Sealed, unsealed } from './chain/seal.ts';

/** Everything of one content hash: what was deployed unchanged. */
export interface Version {
  /** From 1, in the order in which they were first deployed: v1, v2. */
  number: number;
  contentHash: string;
  /** Of executions that started or replaced something. */
  successes: number;
  failures: number;
  /** What counts for a graduation: since a failure took the last one back, else the same. */
  sinceTakenBack: { successes: number; failures: number };
  /** The one that holds; the UUID is that of its record. */
  graduated?: Graduation & { uuid: string; timestamp: string };
  /** A graduation that a failure took back. */
  takenBack?: { graduation: string; by: string };
}

/** The versions of a project, the oldest first. */
export function versionsOf(sql: Sql, project: string): Version[] {
  const before = removedOf(sql, project);
  const counted = countedOf(sql, project);
  const graduations = graduationsOf(sql, project);
  return [...new Set([...before.keys(), ...counted.keys()])].map((contentHash, place) => {
    const now = counted.get(contentHash);
    const removed = before.get(contentHash);
    const successes = (now?.successes ?? 0) + (removed?.successes ?? 0);
    const failures = (now?.failures ?? 0) + (removed?.failures ?? 0);
    const all = { successes, failures };
    const graduation = graduations.get(contentHash);
    return { number: place + 1, contentHash, ...all, sinceTakenBack: all, ...(graduation && trustIn(sql, graduation)) };
  });
}

/** By content hash, in the order in which they first counted. Answered from the index alone: bodies are long. */
function countedOf(sql: Sql, project: string): Map<string, { successes: number; failures: number }> {
  const rows = sql.all<{ content_hash: string; success: number; executions: number; first: number }>(
    `SELECT content_hash, success, count(*) AS executions, min(seq) AS first
     FROM records INDEXED BY records_counted WHERE project = ? AND content_hash IS NOT NULL AND counts = 1 GROUP BY content_hash, success`,
    project,
  );
  const counted = new Map<string, { successes: number; failures: number }>();
  for (const { content_hash: hash, success, executions } of rows.toSorted((a, b) => a.first - b.first)) {
    const known = counted.get(hash) ?? { successes: 0, failures: 0 };
    known[success ? 'successes' : 'failures'] += executions;
    counted.set(hash, known);
  }
  return counted;
}

/** What checkpoints say of records that are gone; they are of no project. */
function removedOf(sql: Sql, project: string): Map<string, { successes: number; failures: number }> {
  const newest = sql.get<Sealed>(
    "SELECT * FROM records INDEXED BY records_of WHERE project = '' AND action = 'checkpoint' ORDER BY seq DESC LIMIT 1",
  );
  const removed = (newest && unsealed(newest).checkpoint?.versions[project]) ?? [];
  return new Map(removed.map(({ content_hash: hash, ...counted }) => [hash, counted]));
}

/** The newest graduation of each version, by content hash. */
function graduationsOf(sql: Sql, project: string): Map<string, Sealed> {
  const rows = sql.all<Sealed & { content_hash: string | null }>(
    "SELECT * FROM records INDEXED BY records_counted WHERE project = ? AND counts = 0 AND action = 'graduate' ORDER BY seq",
    project,
  );
  return new Map(rows.flatMap((row) => (row.content_hash === null ? [] : [[row.content_hash, row]])));
}

/** Whether a failure came after a graduation, and what counted since. */
function trustIn(sql: Sql, row: Sealed): Partial<Version> {
  const record = unsealed(row);
  if (!record.graduation) return {};
  const of = [record.deployment.project, record.content_hash ?? null];
  const failed = sql.get<{ seq: number; execution_uuid: string }>(
    'SELECT seq, execution_uuid FROM records WHERE project = ? AND content_hash = ? AND counts = 1 AND success = 0 AND seq > ? ORDER BY seq LIMIT 1',
    ...[...of, row.seq],
  );
  if (!failed) return { graduated: { ...record.graduation, uuid: record.execution_uuid, timestamp: record.timestamp } };
  const since = sql.get<{ successes: number; failures: number }>(
    `SELECT coalesce(sum(success), 0) AS successes, coalesce(sum(1 - success), 0) AS failures
     FROM records WHERE project = ? AND content_hash = ? AND counts = 1 AND seq > ?`,
    ...[...of, failed.seq],
  );
  return {
    sinceTakenBack: { successes: since?.successes ?? 0, failures: since?.failures ?? 0 },
    takenBack: { graduation: record.execution_uuid, by: failed.execution_uuid },
  };
}
