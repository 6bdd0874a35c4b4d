import type { Checkpoint, CheckpointVersion, ExecutionRecord } from '../contract/record.ts';
import type { Database, Sql } from '../system/database.ts';
import { removeTree } from '../system/files.ts';
import type { Break } from './chain/check-chain.ts';
import { noteHead } from './chain/head.ts';
import { checkpointBehind, insertRow, ledgerIdOf, newestRow } from './chain/rows.ts';
import { beginning, seal } from './chain/seal.ts';
import { readSigningKey } from './chain/signing-key.ts';
import { type History, recordFile } from './history.ts';
import { type Version, versionsOf } from './versions.ts';

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
  const going = sql.column<string>("SELECT DISTINCT project FROM records WHERE seq <= ? AND project <> '' ORDER BY project", through);
  const projects = new Set([...Object.keys(checkpointBehind(sql)?.versions ?? {}), ...going]);
  const versions = [...projects].map((project) => [project, versionsOf(sql, project, through).map(asKept)] as const);
  return Object.fromEntries(versions.filter(([, kept]) => kept.length > 0));
}

function asKept({ contentHash, successes, failures, sinceTakenBack: since, graduated, takenBack }: Version): CheckpointVersion {
  const isSince = since.successes !== successes || since.failures !== failures;
  return {
    ...{ content_hash: contentHash, successes, failures },
    ...(isSince ? { since_taken_back: since } : {}),
    ...(graduated ? { graduated } : {}),
    ...(takenBack ? { taken_back: takenBack } : {}),
  };
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
