import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { Database, Sql } from '../system/database.ts';
import { exists } from '../system/exists.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../system/files.ts';
import { type Row, type Start, type Walk, atBeginning, walkChain } from './chain/check-chain.ts';
import { noteHead } from './chain/head.ts';
import { insertRow, ledgerIdOf, newestRow, startOf } from './chain/rows.ts';
import { sha256, unsealed } from './chain/seal.ts';
import { recordFile, recordFolder } from './history.ts';
import { type Incoming, inBatches, refused } from './import-lines.ts';

export interface Imported {
  /** How many records the lines had, and how many of them were not there yet. */
  records: number;
  added: number;
  last: number;
}

/**
 * Takes records in that `exportRecords` wrote: into an empty ledger, which continues theirs, or behind those of the same ledger that are there, of which the newest must be
 * the one that they go on from. All lines are checked before the first is kept. `lines` is read twice. Throws UserError (exit 3) with the line that does not hold.
 */
export async function importRecords(lines: () => AsyncIterable<string>, database: Database, home: string): Promise<Imported> {
  const found = await checkLines(lines(), database);
  await ensurePrivateDirectory(recordFolder(home));
  let added = 0;
  for await (const incoming of inBatches(lines())) {
    const taken = await database.durably((sql) => takeIn(sql, incoming, found.ledgerId));
    // Whoever is killed right before has the rows and not the files: the next import brings them.
    await writeMissing(taken.here, home);
    added += taken.added;
  }
  const newest = await database.read(newestRow);
  if (newest) await noteHead(home, newest);
  return { records: found.records, added, last: found.last };
}

/** What is here already: as it was read, or within the transaction that changes it. */
interface Own {
  id: string;
  start: Start;
  newest: Row | undefined;
}

function ownOf(sql: Sql): Own {
  return { id: ledgerIdOf(sql), start: startOf(sql), newest: newestRow(sql) };
}

/** Whether the lines are a chain by themselves, and go on from what is here. */
async function checkLines(lines: AsyncIterable<string>, database: Database): Promise<{ ledgerId: string; records: number; last: number }> {
  let walk: Walk | undefined;
  let first: (ExecutionRecord & Link) | undefined;
  let isFromCheckpoint = false;
  let last = 0;
  for await (const incoming of inBatches(lines)) {
    for (const { row, record, line } of incoming) {
      first ??= record;
      walk ??= walkChain({ start: placeBefore(record), ledgerId: record.ledger_id, heads: [] });
      const found = walk.step(row);
      if (found) throw refused(line, found.detail);
      const { checkpoint } = record;
      isFromCheckpoint ||= checkpoint?.through === first.sequence - 1 && checkpoint.hash === first.previous_hash;
      last = row.seq;
    }
    await database.read((sql) => {
      const own = ownOf(sql);
      mustAgree(sql, incoming, own);
      if (incoming[0]?.record === first) mustGoOn(incoming, own);
    });
  }
  const end = walk?.end();
  if (!first || !end) throw refused(1, 'there is no record in it');
  if ('detail' in end) throw refused(end.at, end.detail);
  const { newest } = await database.read(ownOf);
  if (newest && newest.seq > last) throw refused(end.records, `they end at record ${last}, and this ledger goes on to ${newest.seq}`);
  if (!newest && first.sequence > 1 && !isFromCheckpoint)
    throw refused(1, `they begin at record ${first.sequence}, and no checkpoint stands for those before`);
  return { ledgerId: first.ledger_id, records: end.records, last };
}

/** Keeps those that are not here yet. Whatever came meanwhile counts: each must go on from the newest that there is now. `here`: all of them that are here now. */
function takeIn(sql: Sql, incoming: Incoming[], ledgerId: string): { here: Row[]; added: number } {
  const own = ownOf(sql);
  mustAgree(sql, incoming, own);
  mustGoOn(incoming, own);
  if (!own.newest) sql.run('UPDATE ledger SET id = ?', ledgerId);
  const fresh = incoming.filter(({ row }) => row.seq > (own.newest?.seq ?? 0));
  for (const { row, line } of fresh) {
    if (sha256(row.body) !== row.hash) throw refused(line, 'it was changed while it was read');
    const [known] = sql.column<number>('SELECT seq FROM records WHERE execution_uuid = ?', row.execution_uuid);
    if (known !== undefined) throw refused(line, `record ${known} is of the same execution`);
    insertRow(sql, row);
  }
  return { here: incoming.map(({ row }) => row).filter(({ seq }) => seq > own.start.seq), added: fresh.length };
}

async function writeMissing(rows: Row[], home: string): Promise<void> {
  const files = rows.filter(({ action }) => action !== 'checkpoint').map((row) => ({ row, path: recordFile(home, row.execution_uuid) }));
  const there = await Promise.all(files.map(({ path }) => exists(path)));
  await writePrivateCopies(
    files.filter((_, place) => !there[place]).map(({ row, path }) => ({ path, text: `${JSON.stringify(unsealed(row), undefined, 2)}\n` })),
  );
}

/** Those that are here must be the same. */
function mustAgree(sql: Sql, incoming: Incoming[], { id, start, newest }: Own): void {
  const [first] = incoming;
  if (!first || !newest) return;
  if (id !== first.record.ledger_id)
    throw refused(first.line, `they are of another ledger (${first.record.ledger_id}), and this one (${id}) has records of its own`);
  const here = sql.all<Start>(
    'SELECT seq, hash FROM records WHERE seq >= ? AND seq <= ?',
    ...[first.row.seq, incoming.at(-1)?.row.seq ?? 0],
  );
  const known = new Map([start, ...here].map(({ seq, hash }) => [seq, hash]));
  const other = incoming.find(({ row }) => known.has(row.seq) && known.get(row.seq) !== row.hash);
  if (other) throw refused(other.line, `record ${other.row.seq} is another one in this ledger`);
}

/** The first that is not here must go on from the newest that is. */
function mustGoOn(incoming: Incoming[], { newest }: Own): void {
  const next = newest && incoming.find(({ row }) => row.seq > newest.seq);
  if (!next) return;
  if (next.row.seq > newest.seq + 1)
    throw refused(next.line, `record ${next.row.seq} does not go on from record ${newest.seq}, the newest here`);
  if (next.record.previous_hash !== newest.hash)
    throw refused(next.line, `record ${newest.seq}, which it goes on from, is another one in this ledger`);
}

function placeBefore({ sequence, previous_hash: hash }: Link): Start {
  return sequence === 1 ? atBeginning : { seq: sequence - 1, hash };
}
