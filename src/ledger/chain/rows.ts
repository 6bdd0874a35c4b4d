import type { Checkpoint } from '../../contract/record.ts';
import type { Sql } from '../../system/database.ts';
import { type Row, type Start, atBeginning } from './check-chain.ts';
import { type Sealed, contentOf, sha256, unsealed } from './seal.ts';

/** The newest record; undefined in an empty ledger. */
export function newestRow(sql: Sql): Row | undefined {
  return sql.get<Row>('SELECT * FROM records ORDER BY seq DESC LIMIT 1');
}

export function ledgerIdOf(sql: Sql): string {
  return sql.column<string>('SELECT id FROM ledger')[0] ?? '';
}

const pageSize = 500;

/** All rows, oldest first, a page at a time: a long ledger does not fit into memory. */
export function* pagesOf(sql: Sql, after = 0): Generator<Row[]> {
  for (let last = after; ;) {
    const page = sql.all<Row>('SELECT * FROM records WHERE seq > ? ORDER BY seq LIMIT ?', last, pageSize);
    if (page.length === 0) return;
    yield page;
    last = page.at(-1)?.seq ?? last;
  }
}

/** Where the chain begins: behind the checkpoint whose records are gone. Where a checkpoint was edited the first record that is there says it: the walk comes to the edited one. */
export function startOf(sql: Sql): Start {
  const checkpoint = checkpointBehind(sql);
  if (checkpoint) return { seq: checkpoint.through, hash: checkpoint.hash };
  const first = sql.get<Row>('SELECT * FROM records ORDER BY seq LIMIT 1');
  const said = first && first.seq > 1 && checkpointsIn(sql).some(isEdited) ? contentOf(first.body) : undefined;
  return said ? { seq: said.sequence - 1, hash: said.previous_hash } : atBeginning;
}

/** The checkpoint that stands for what came before the first record that is there. */
export function checkpointBehind(sql: Sql): Checkpoint | undefined {
  const first = sql.column<number>('SELECT min(seq) FROM records')[0] ?? 1;
  if (first === 1) return undefined;
  const checkpoints = checkpointsIn(sql).map(({ body }) => contentOf(body)?.checkpoint);
  return checkpoints.find((checkpoint) => checkpoint?.through === first - 1);
}

function checkpointsIn(sql: Sql): Sealed[] {
  return sql.all<Sealed>("SELECT * FROM records INDEXED BY records_of WHERE project = '' AND action = 'checkpoint' ORDER BY seq DESC");
}

function isEdited({ body, hash }: Sealed): boolean {
  return sha256(body) !== hash;
}

/** What was sealed, with the columns that repeat of it what is searched for. */
export function rowOf(sealed: Sealed): Row {
  const { deployment, metrics, counts, execution_uuid: uuid, action, timestamp, content_hash: contentHash = null } = unsealed(sealed);
  const said = {
    project: deployment.project,
    instance: deployment.instance_id,
    action,
    timestamp,
    content_hash: contentHash,
    duration: metrics.startup_duration,
  };
  return { ...sealed, ...said, execution_uuid: uuid, success: Number(metrics.success), counts: Number(counts) };
}

export function insertRow(sql: Sql, sealed: Sealed): void {
  const { deployment, metrics, counts, ...record } = unsealed(sealed);
  sql.run(
    `INSERT INTO records (seq, execution_uuid, project, instance, action, success, counts, timestamp, body, content_hash, duration, hash, signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[sealed.seq, record.execution_uuid, deployment.project, deployment.instance_id, record.action],
    ...[Number(metrics.success), Number(counts), record.timestamp, sealed.body, record.content_hash ?? null],
    ...[metrics.startup_duration, sealed.hash, sealed.signature],
  );
}
