import { join } from 'node:path';
import { readFrom, readIfExists, writeInto } from '../../system/files.ts';

/** The newest record as it is known outside the database. */
export interface Head {
  seq: number;
  hash: string;
}

/** So many of the newest are known: each has a line of its own, so that processes that write at once never meet. */
const lines = 64;
const lineLength = 12 + 1 + 64 + 1;

/** After the lines: a record that another one took the place of. It is never overwritten. */
const pinned = lines * lineLength;

/**
 * Notes a record that is on the disk. A process that is killed before has noted none: the ledger may be ahead of it, never behind. What is known of a later record
 * stays, and where another one is known at this place, it is kept behind the lines: what is appended after an end was cut off does not hide that.
 */
export async function noteHead(home: string, head: Head): Promise<void> {
  const file = fileOf(home);
  const place = (head.seq % lines) * lineLength;
  const known = headIn(await readFrom(file, place, lineLength - 1));
  if (known && known.seq > head.seq) return;
  const another = known?.seq === head.seq && known.hash !== head.hash;
  if (another && !headIn(await readFrom(file, pinned, lineLength - 1))) await writeInto(file, pinned, lineOf(known));
  await writeInto(file, place, lineOf(head));
}

/** The newest records that were noted, the newest first; a line that is damaged counts for nothing. */
export async function readHeads(home: string): Promise<Head[]> {
  const text = (await readIfExists(fileOf(home))) ?? '';
  return text
    .split('\n')
    .flatMap((line) => headIn(line) ?? [])
    .toSorted((one, other) => other.seq - one.seq);
}

function lineOf({ seq, hash }: Head): string {
  return `${String(seq).padStart(12)} ${hash}\n`;
}

function headIn(line: string): Head | undefined {
  const [, seq, hash] = /(\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : undefined;
}

function fileOf(home: string): string {
  return join(home, 'ledger.head');
}
