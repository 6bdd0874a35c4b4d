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

interface Counted {
  content_hash: string;
  successes: number;
  failures: number;
}

/** The versions of a project, the oldest first. */
export function versionsOf(sql: Sql, project: string): Version[] {
  const counted = sql.all<Counted & { first: number }>(
    `SELECT content_hash, min(seq) AS first, sum(success) AS successes, sum(1 - success) AS failures
     FROM records WHERE project = ? AND content_hash IS NOT NULL AND counts = 1 GROUP BY content_hash ORDER BY first`,
    project,
  );
  const before = removedOf(sql, project);
  const hashes = [...new Set([...before.keys(), ...counted.map(({ content_hash: hash }) => hash)])];
  return hashes.map((contentHash, place) => {
    const now = counted.find(({ content_hash: hash }) => hash === contentHash);
    const removed = before.get(contentHash);
    const successes = (now?.successes ?? 0) + (removed?.successes ?? 0);
    const failures = (now?.failures ?? 0) + (removed?.failures ?? 0);
    const all = { successes, failures };
    return { number: place + 1, contentHash, ...all, sinceTakenBack: all, ...trustIn(sql, project, contentHash) };
  });
}

/** What checkpoints say of records that are gone. */
function removedOf(sql: Sql, project: string): Map<string, { successes: number; failures: number }> {
  const newest = sql.get<Sealed>("SELECT * FROM records WHERE action = 'checkpoint' ORDER BY seq DESC LIMIT 1");
  return new Map(Object.entries((newest && unsealed(newest).checkpoint?.ratios[project]) ?? {}));
}

/** The newest graduation of a version, and whether a failure came after it. */
function trustIn(sql: Sql, project: string, contentHash: string): Partial<Version> {
  const row = sql.get<Sealed>(
    "SELECT * FROM records WHERE project = ? AND content_hash = ? AND action = 'graduate' ORDER BY seq DESC LIMIT 1",
    ...[project, contentHash],
  );
  const record = row && unsealed(row);
  if (!row || !record?.graduation) return {};
  const failed = sql.get<{ seq: number; execution_uuid: string }>(
    'SELECT seq, execution_uuid FROM records WHERE project = ? AND content_hash = ? AND counts = 1 AND success = 0 AND seq > ? ORDER BY seq LIMIT 1',
    ...[project, contentHash, row.seq],
  );
  if (!failed) return { graduated: { ...record.graduation, uuid: record.execution_uuid, timestamp: record.timestamp } };
  const since = sql.get<Counted>(
    `SELECT coalesce(sum(success), 0) AS successes, coalesce(sum(1 - success), 0) AS failures
     FROM records WHERE project = ? AND content_hash = ? AND counts = 1 AND seq > ?`,
    ...[project, contentHash, failed.seq],
  );
  return {
    sinceTakenBack: { successes: since?.successes ?? 0, failures: since?.failures ?? 0 },
    takenBack: { graduation: record.execution_uuid, by: failed.execution_uuid },
  };
}
