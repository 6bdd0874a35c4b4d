import type { Graduation } from '../contract/record.ts';
import type { Sql } from '../system/database.ts';
import { checkpointBehind } from './chain/rows.ts';
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

/** The versions of a project, the oldest first; as of a record, where one is named. */
export function versionsOf(sql: Sql, project: string, through: number = Number.MAX_SAFE_INTEGER): Version[] {
  const before = removedOf(sql, project);
  const counted = countedOf(sql, project, through);
  const graduations = graduationsOf(sql, project, through);
  return [...new Set([...before.keys(), ...counted.keys()])].map((contentHash, place) => {
    const removed = before.get(contentHash) ?? { all: none, sinceTakenBack: none };
    const now = counted.get(contentHash) ?? none;
    const of: Of = { project, contentHash, through };
    const trust = trustIn(sql, of, removed, graduations.get(contentHash) ?? []);
    const since = trust.lost === undefined ? sum(removed.sinceTakenBack, now) : countedAfter(sql, of, trust.lost);
    const { graduated, takenBack } = trust;
    return {
      ...{ number: place + 1, contentHash, ...sum(removed.all, now), sinceTakenBack: since },
      ...(graduated ? { graduated } : {}),
      ...(takenBack ? { takenBack } : {}),
    };
  });
}

interface Counted {
  successes: number;
  failures: number;
}

const none: Counted = { successes: 0, failures: 0 };

function sum(one: Counted, other: Counted): Counted {
  return { successes: one.successes + other.successes, failures: one.failures + other.failures };
}

/** By content hash, in the order in which they first counted. Answered from the index alone: bodies are long. */
function countedOf(sql: Sql, project: string, through: number): Map<string, Counted> {
  const rows = sql.all<{ content_hash: string; success: number; executions: number; first: number }>(
    `SELECT content_hash, success, count(*) AS executions, min(seq) AS first
     FROM records INDEXED BY records_counted WHERE project = ? AND content_hash IS NOT NULL AND counts = 1 AND seq <= ? GROUP BY content_hash, success`,
    ...[project, through],
  );
  const counted = new Map<string, Counted>();
  for (const { content_hash: hash, success, executions } of rows.toSorted((a, b) => a.first - b.first)) {
    const known = counted.get(hash) ?? { ...none };
    known[success ? 'successes' : 'failures'] += executions;
    counted.set(hash, known);
  }
  return counted;
}

/** A version as it stood where its records are gone. */
type Removed = Pick<Version, 'sinceTakenBack' | 'graduated' | 'takenBack'> & { all: Counted };

/** What the checkpoint says of records that are gone. */
function removedOf(sql: Sql, project: string): Map<string, Removed> {
  const removed = checkpointBehind(sql)?.versions[project] ?? [];
  return new Map(
    removed.map(({ content_hash: hash, successes, failures, since_taken_back: since, graduated, taken_back: takenBack }) => {
      const all = { successes, failures };
      return [hash, { all, sinceTakenBack: since ?? all, ...(graduated ? { graduated } : {}), ...(takenBack ? { takenBack } : {}) }];
    }),
  );
}

/** The graduations of each version, by content hash, the oldest first. */
function graduationsOf(sql: Sql, project: string, through: number): Map<string, Sealed[]> {
  const rows = sql.all<Sealed & { content_hash: string | null }>(
    "SELECT * FROM records INDEXED BY records_counted WHERE project = ? AND counts = 0 AND action = 'graduate' AND seq <= ? ORDER BY seq",
    ...[project, through],
  );
  return Map.groupBy(
    rows.filter((row) => row.content_hash !== null),
    (row) => row.content_hash ?? '',
  );
}

interface Of {
  project: string;
  contentHash: string;
  through: number;
}

/** `lost`: position of the failure that took the last one back, where its record is there. */
type Trust = Pick<Version, 'graduated' | 'takenBack'> & { lost?: number };

/** Each graduation holds until the next failure of the same content. */
function trustIn(sql: Sql, of: Of, { graduated, takenBack }: Removed, graduations: Sealed[]): Trust {
  let trust: Trust = { ...(graduated ? { graduated } : {}), ...(takenBack ? { takenBack } : {}) };
  let at = 0;
  for (const sealed of graduations) {
    const { graduation, execution_uuid: uuid, timestamp } = unsealed(sealed);
    if (!graduation) continue;
    const { lost } = settled(sql, { ...of, through: sealed.seq }, trust, at);
    trust = { ...(lost === undefined ? {} : { lost }), graduated: { ...graduation, uuid, timestamp } };
    at = sealed.seq;
  }
  return settled(sql, of, trust, at);
}

/** Whether a failure took back the graduation that holds since position `at`. */
function settled(sql: Sql, { project, contentHash, through }: Of, trust: Trust, at: number): Trust {
  if (!trust.graduated) return trust;
  const failed = sql.get<{ seq: number; uuid: string }>(
    `SELECT seq, execution_uuid AS uuid FROM records
     WHERE project = ? AND content_hash = ? AND counts = 1 AND success = 0 AND seq > ? AND seq <= ? ORDER BY seq LIMIT 1`,
    ...[project, contentHash, at, through],
  );
  return failed ? { lost: failed.seq, takenBack: { graduation: trust.graduated.uuid, by: failed.uuid } } : trust;
}

function countedAfter(sql: Sql, { project, contentHash, through }: Of, seq: number): Counted {
  const since = sql.get<Counted>(
    `SELECT coalesce(sum(success), 0) AS successes, coalesce(sum(1 - success), 0) AS failures
     FROM records WHERE project = ? AND content_hash = ? AND counts = 1 AND seq > ? AND seq <= ?`,
    ...[project, contentHash, seq, through],
  );
  return since ?? none;
}
