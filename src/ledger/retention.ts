import type { Checkpoint, ExecutionRecord } from '../contract/record.ts';
import type { Database, Sql } from '../system/database.ts';
import { removeTree } from '../system/files.ts';
import type { Break } from './chain/check-chain.ts';
import { noteHead } from './chain/head.ts';
import { insertRow, ledgerIdOf, newestRow } from './chain/rows.ts';
import { type Sealed, beginning, seal, unsealed } from './chain/seal.ts';
import { readSigningKey } from './chain/signing-key.ts';
import { type History, recordFile } from './history.ts';

export interface Retention {
  /** Records from this moment on stay; epoch milliseconds. */
  since: number;
  /** Executions that instances were brought to where they are by: their records stay, and with them all that came later. */
  needed: string[];
}

/** What a pruning would remove. */
export interface Surplus {
  records: number;
  through: number;
  /** The execution that keeps older records from going. */
  keptFor?: string;
}

/** Records that are old enough to go. */
export function surplusRecords(sql: Sql, { since, needed }: Retention): Surplus {
  const from = new Date(since).toISOString();
  const firstKept = sql.column<number>('SELECT min(seq) FROM records WHERE timestamp >= ?', from)[0] ?? (newestRow(sql)?.seq ?? 0) + 1;
  const oldest = needed
    .flatMap(
      (uuid) =>
        sql.get<{ seq: number; uuid: string }>('SELECT seq, execution_uuid AS uuid FROM records WHERE execution_uuid = ?', uuid) ?? [],
    )
    .toSorted((one, other) => one.seq - other.seq)[0];
  const isHeld = oldest !== undefined && oldest.seq < firstKept;
  const through = (isHeld ? oldest.seq : firstKept) - 1;
  const records = sql.column<number>('SELECT count(*) FROM records WHERE seq <= ?', through)[0] ?? 0;
  return { records, through, ...(isHeld ? { keptFor: oldest.uuid } : {}) };
}

export interface Pruning {
  database: Database;
  home: string;
  history: Pick<History, 'check'>;
  uuid: string;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Removes old records behind a checkpoint, which carries what counts of them: one transaction, so that the chain holds at every moment. Resolves to what went, or to
 * where the chain does not hold: then nothing goes.
 */
export async function pruneRecords(retention: Retention, { database, home, history, uuid, now }: Pruning): Promise<Surplus | Break> {
  const chain = await history.check();
  if ('detail' in chain) return chain;
  const key = await readSigningKey(home);
  const done = await database.durably((sql) => {
    const surplus = surplusRecords(sql, retention);
    const newest = newestRow(sql);
    const last = sql.get<{ hash: string }>('SELECT hash FROM records WHERE seq = ?', surplus.through);
    if (surplus.records === 0 || !last) return { surplus, removed: [] };
    const checkpoint = {
      through: surplus.through,
      hash: last.hash,
      records: surplus.records,
      versions: versionsUpTo(sql, surplus.through),
    };
    const place = { ledgerId: ledgerIdOf(sql), seq: (newest?.seq ?? 0) + 1, previousHash: newest?.hash ?? beginning };
    const sealed = seal(checkpointRecord(checkpoint, uuid, now), false, place, key);
    insertRow(sql, sealed);
    const removed = sql.column<string>('SELECT execution_uuid FROM records WHERE seq <= ?', surplus.through);
    sql.run('DELETE FROM records WHERE seq <= ?', surplus.through);
    return { surplus, removed, sealed };
  });
  if (done.sealed) await noteHead(home, done.sealed);
  for (const one of done.removed) await removeTree(recordFile(home, one));
  return done.surplus;
}

/** What counts of all that goes, and of what went before. */
function versionsUpTo(sql: Sql, through: number): Checkpoint['versions'] {
  const before = sql.get<Sealed>("SELECT * FROM records WHERE action = 'checkpoint' ORDER BY seq DESC LIMIT 1");
  const versions = structuredClone((before && unsealed(before).checkpoint?.versions) ?? {});
  const counted = sql.all<{ project: string; content_hash: string; successes: number; failures: number }>(
    `SELECT project, content_hash, sum(success) AS successes, sum(1 - success) AS failures
     FROM records WHERE seq <= ? AND counts = 1 AND content_hash IS NOT NULL GROUP BY project, content_hash ORDER BY min(seq)`,
    through,
  );
  for (const { project, ...version } of counted) {
    const known = (versions[project] ??= []).find((one) => one.content_hash === version.content_hash);
    if (!known) versions[project].push(version);
    else {
      known.successes += version.successes;
      known.failures += version.failures;
    }
  }
  return versions;
}

/** It is of no project. */
function checkpointRecord(checkpoint: Checkpoint, uuid: string, now: number): ExecutionRecord {
  return {
    timestamp: new Date(now).toISOString(),
    action: 'checkpoint',
    deployment: { project: '', instance_id: '', directory: '', services_healthy: false, services: [], endpoints: [] },
    metrics: { startup_duration: 0, success: true, changed: false, stages: {} },
    checks: [],
    probes: [],
    checkpoint,
    execution_uuid: uuid,
  };
}
