import { join } from 'node:path';
import { readIfExists, writeInto } from '../../system/files.ts';

/** The newest record as it is known outside the database. */
export interface Head {
  seq: number;
  hash: string;
}

/** So many of the newest are known: each has a line of its own, so that processes that write at once never meet. */
const lines = 64;
const lineLength = 12 + 1 + 64 + 1;

/** Notes a record that is on the disk. A process that is killed before has noted none: the ledger may be ahead of it, never behind. */
export async function noteHead(home: string, { seq, hash }: Head): Promise<void> {
  await writeInto(fileOf(home), (seq % lines) * lineLength, `${String(seq).padStart(12)} ${hash}\n`);
}

/** The newest records that were noted, the newest first; a line that is damaged counts for nothing. */
export async function readHeads(home: string): Promise<Head[]> {
  const text = (await readIfExists(fileOf(home))) ?? '';
  const heads = text.split('\n').flatMap((line) => {
    const [, seq, hash] = /(\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
    return seq && hash ? [{ seq: Number(seq), hash }] : [];
  });
  return heads.toSorted((one, other) => other.seq - one.seq);
}

function fileOf(home: string): string {
  return join(home, 'ledger.head');
}
