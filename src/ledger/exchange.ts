import type { ExecutionRecord, Link } from '../contract/record.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { Database } from '../system/database.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../system/files.ts';
import { type Break, type Row, type Walk, atBeginning, walkChain } from './chain/check-chain.ts';
import { noteHead, readHeads } from './chain/head.ts';
import { insertRow, ledgerIdOf, newestRow, pagesOf, rowOf, startOf } from './chain/rows.ts';
import { resealed, unsealed } from './chain/seal.ts';
import { recordFile, recordFolder } from './history.ts';

/** Every record as one line of JSON, oldest first, each checked before it goes out. Throws UserError (exit 1) at the first break. */
export async function* exportRecords(database: Database, home: string): AsyncGenerator<string> {
  const heads = await readHeads(home);
  const { start, ledgerId } = await database.read((sql) => ({ start: startOf(sql), ledgerId: ledgerIdOf(sql) }));
  const walk = walkChain({ start, ledgerId, heads });
  for (let last = start.seq; ;) {
    const page = await database.read((sql) => pagesOf(sql, last).next().value ?? []);
    if (page.length === 0) break;
    for (const row of page) {
      mustHold(walk.step(row));
      yield `${JSON.stringify(unsealed(row))}\n`;
      last = row.seq;
    }
  }
  const end = walk.end();
  if ('detail' in end) mustHold(end);
}

export interface Imported {
  /** How many records the lines had, and how many of them were not there yet. */
  records: number;
  added: number;
  last: number;
}

/**
 * Takes records in that `exportRecords` wrote: into an empty ledger, which continues theirs, or behind those of the same ledger that are there. All lines are checked
 * before the first is kept. `lines` is read twice. Throws UserError (exit 3) with the line that does not hold.
 */
export async function importRecords(lines: () => AsyncIterable<string>, database: Database, home: string): Promise<Imported> {
  const found = await checkLines(lines());
  const own = await database.read((sql) => ({ id: ledgerIdOf(sql), newest: newestRow(sql) }));
  if (own.newest && own.id !== found.ledgerId)
    throw refused(1, `they are of another ledger (${found.ledgerId}), and this one (${own.id}) has records of its own`);
  if (own.newest && own.newest.seq > found.last)
    throw refused(found.records, `they end at record ${found.last}, and this ledger goes on to ${own.newest.seq}`);

  await ensurePrivateDirectory(recordFolder(home));
  let added = 0;
  for await (const rows of inBatches(lines())) {
    const fresh = await database.durably((sql) => {
      const before = newestRow(sql)?.seq ?? 0;
      if (before === 0) sql.run('UPDATE ledger SET id = ?', found.ledgerId);
      for (const { row, line } of rows) {
        const known = sql.column<string>('SELECT hash FROM records WHERE seq = ?', row.seq)[0];
        if (known !== undefined && known !== row.hash) throw refused(line, `record ${row.seq} is another one in this ledger`);
        if (known === undefined) insertRow(sql, row);
      }
      return rows.filter(({ row }) => row.seq > before);
    });
    await writePrivateCopies(
      fresh.map(({ row }) => ({ path: recordFile(home, row.execution_uuid), text: `${JSON.stringify(unsealed(row), undefined, 2)}\n` })),
    );
    added += fresh.length;
  }
  const newest = await database.read(newestRow);
  if (newest) await noteHead(home, newest);
  return { records: found.records, added, last: found.last };
}

interface Read {
  row: Row;
  line: number;
}

const batch = 500;

async function* inBatches(lines: AsyncIterable<string>): AsyncGenerator<Read[]> {
  let rows: Read[] = [];
  for await (const read of rowsIn(lines)) {
    rows.push(read);
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Whether the lines are a chain by themselves. */
async function checkLines(lines: AsyncIterable<string>): Promise<{ ledgerId: string; records: number; last: number }> {
  let walk: Walk | undefined;
  let first: (ExecutionRecord & Link) | undefined;
  let isFromCheckpoint = false;
  let last = 0;
  for await (const { row, line } of rowsIn(lines)) {
    const record = unsealed(row);
    first ??= record;
    walk ??= walkChain({ start: placeBefore(record), ledgerId: record.ledger_id, heads: [] });
    const found = walk.step(row);
    if (found) throw refused(line, found.detail);
    const { checkpoint } = record;
    isFromCheckpoint ||= checkpoint?.through === first.sequence - 1 && checkpoint.hash === first.previous_hash;
    last = row.seq;
  }
  const end = walk?.end();
  if (!first || !end) throw refused(1, 'there is no record in it');
  if ('detail' in end) throw refused(end.at, end.detail);
  if (first.sequence > 1 && !isFromCheckpoint)
    throw refused(1, `they begin at record ${first.sequence}, and no checkpoint stands for those before`);
  return { ledgerId: first.ledger_id, records: end.records, last };
}

function placeBefore({ sequence, previous_hash: hash }: Link): { seq: number; hash: string } {
  return sequence === 1 ? atBeginning : { seq: sequence - 1, hash };
}

async function* rowsIn(lines: AsyncIterable<string>): AsyncGenerator<Read> {
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    yield { row: rowIn(text, line), line };
  }
}

function rowIn(text: string, line: number): Row {
  try {
    return rowOf(resealed(JSON.parse(text) as ExecutionRecord & Link));
  } catch {
    throw refused(line, 'it is no record as JSON');
  }
}

function mustHold(found: Break | undefined): void {
  if (!found) return;
  throw new UserError({
    code: 'chain-broken',
    exit: exitCode.failed,
    message: `the ledger does not hold: ${found.detail}`,
    hint: 'portside verify --ledger',
  });
}

function refused(line: number, why: string): UserError {
  return new UserError({
    code: 'import-refused',
    exit: exitCode.stopped,
    message: `line ${line}: ${why}; nothing more was taken in`,
    hint: 'a whole ledger comes from: portside history export FILE',
  });
}
