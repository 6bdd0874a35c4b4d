import type { ExecutionRecord, Link } from '../contract/record.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { Row } from './chain/check-chain.ts';
import { rowOf } from './chain/rows.ts';
import { resealed } from './chain/seal.ts';

/** A record that is to come in, and the line where it stands, from 1. */
export interface Incoming {
  row: Row;
  record: ExecutionRecord & Link;
  line: number;
}

const batch = 500;

/** The records of an export, some hundred at a time. Throws UserError (exit 3) for a line that is none. */
export async function* inBatches(lines: AsyncIterable<string>): AsyncGenerator<Incoming[]> {
  let rows: Incoming[] = [];
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    rows.push(incoming(text, line));
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function incoming(text: string, line: number): Incoming {
  try {
    const record = JSON.parse(text) as ExecutionRecord & Link;
    // It becomes the name of a file.
    if (!/^[\w-]+$/.test(record.execution_uuid)) throw refused(line, 'its execution_uuid is none');
    return { row: rowOf(resealed(record)), record, line };
  } catch (error) {
    throw error instanceof UserError ? error : refused(line, 'it is no record as JSON');
  }
}

/** Nothing of the line, or after it, was taken in. */
export function refused(line: number, why: string): UserError {
  return new UserError({
    code: 'import-refused',
    exit: exitCode.stopped,
    message: `line ${line}: ${why}; nothing more was taken in`,
    hint: 'a whole ledger comes from: portside history export FILE',
  });
}
