import type { ExecutionRecord, Link } from '../../contract/record.ts';
import type { Head } from './head.ts';
import { type Sealed, beginning, contentOf, sha256 } from './seal.ts';
import { isSigned } from './signing-key.ts';

/** A row of the ledger: what was sealed, and the columns that repeat of it what is searched for. */
export interface Row extends Sealed {
  execution_uuid: string;
  project: string;
  instance: string;
  action: string;
  success: number;
  counts: number;
  timestamp: string;
  content_hash: string | null;
  /** Seconds. */
  duration: number | null;
}

/** The first place where the chain does not hold. */
export interface Break {
  kind: 'edited' | 'missing' | 'moved' | 'foreign' | 'replaced' | 'cut-off' | 'signature';
  /** Position of the record, from 1. */
  at: number;
  /** Of the record that is there. */
  uuid?: string;
  /** What is wrong, for a person. */
  detail: string;
}

/** What a whole chain is. */
export interface Chain {
  records: number;
  /** Position of the first that is there; later than 1 behind a checkpoint. */
  first: number;
  last: Head;
  /** How many are signed. */
  signed: number;
  /** The public keys that they say they are signed by, and how many each; the first that signed comes first. */
  signers: { key: string; records: number }[];
}

/** The checkpoint that the chain goes on from: the last record removed, and its hash. */
export type Start = Head;

export const atBeginning: Start = { seq: 0, hash: beginning };

/** A walk along a chain, oldest first. */
export interface Walk {
  /** The break that is found at this row; nothing where it holds. */
  step(row: Row): Break | undefined;
  /** What is wrong with the whole, now that no more rows come; else what it is. */
  end(): Break | Chain;
}

/** `heads` are the newest records as they were noted outside the database. The newest signature vouches for all before it, so only that is checked. */
export function walkChain({ start, ledgerId, heads }: { start: Start; ledgerId: string; heads: Head[] }): Walk {
  let before: Start = start;
  let beforeUuid: string | undefined;
  let newestSigned: { row: Row; by: string } | undefined;
  const signers = new Map<string, number>();
  const noted = Map.groupBy(heads, ({ seq }) => seq);
  return {
    step(row) {
      const found = breakIn(row, { before, beforeUuid, ledgerId, noted });
      if ('detail' in found) return found;
      if (found.signed_by !== undefined) {
        signers.set(found.signed_by, (signers.get(found.signed_by) ?? 0) + 1);
        newestSigned = { row, by: found.signed_by };
      }
      before = { seq: row.seq, hash: row.hash };
      beforeUuid = row.execution_uuid;
      return undefined;
    },
    end() {
      const [newest] = heads;
      if (newest && newest.seq > before.seq) {
        const detail = `${recordsOf(before.seq + 1, newest.seq)} cut off: outside the database the newest is known to be ${newest.seq}`;
        return { kind: 'cut-off', at: before.seq + 1, detail };
      }
      if (newestSigned && !isSigned(newestSigned.row.hash, newestSigned.row.signature ?? '', newestSigned.by)) {
        const { seq: at, execution_uuid: uuid } = newestSigned.row;
        return {
          kind: 'signature',
          at,
          uuid,
          detail: `record ${at} does not have the signature of ${newestSigned.by}, which it says it has`,
        };
      }
      return {
        ...{ records: before.seq - start.seq, first: start.seq + 1, last: before },
        signed: [...signers.values()].reduce((sum, records) => sum + records, 0),
        signers: [...signers].map(([key, records]) => ({ key, records })),
      };
    },
  };
}

/** Walks along pages of rows to the first break, or to the end. */
export function checkChain(pages: Iterable<Row[]>, around: Parameters<typeof walkChain>[0]): Break | Chain {
  const walk = walkChain(around);
  for (const page of pages)
    for (const row of page) {
      const found = walk.step(row);
      if (found) return found;
    }
  return walk.end();
}

interface Around {
  before: Start;
  beforeUuid: string | undefined;
  ledgerId: string;
  /** Where one took the place of another, both are known. */
  noted: ReadonlyMap<number, Head[]>;
}

/** What is wrong with a row where it stands; else what it says of itself. */
function breakIn(row: Row, { before, beforeUuid, ledgerId, noted }: Around): Break | (ExecutionRecord & Link) {
  const { seq: at, execution_uuid: uuid } = row;
  const expected = before.seq + 1;
  if (at !== expected)
    return { kind: 'missing', at: expected, detail: `${recordsOf(expected, at - 1)} missing: after ${before.seq} comes ${at}` };
  const edited = (detail: string): Break => ({ kind: 'edited', at, uuid, detail });
  if (sha256(row.body) !== row.hash) return edited(`record ${at} was edited: its hash is not that of what it says`);
  const content = contentOf(row.body);
  if (!content) return edited(`record ${at} was edited: it is no record any more`);
  if (content.ledger_id !== ledgerId)
    return { kind: 'foreign', at, uuid, detail: `record ${at} is of another ledger (${content.ledger_id}), as of another machine` };
  if (content.sequence !== at) return { kind: 'moved', at, uuid, detail: `record ${content.sequence} stands at place ${at}` };
  const column = differingColumn(row, content);
  if (column) return edited(`record ${at} was edited: its column ${column} is not what the record says`);
  if ((content.signed_by === undefined) !== (row.signature === null)) {
    const says =
      content.signed_by === undefined
        ? 'has a signature, and says of nobody that it is his'
        : `says that ${content.signed_by} signed it, and has no signature`;
    return { kind: 'signature', at, uuid, detail: `record ${at} ${says}` };
  }
  if (content.previous_hash !== before.hash) {
    const detail = `record ${before.seq} was replaced: record ${at} was chained to another one`;
    return { kind: 'replaced', at: before.seq, ...(beforeUuid ? { uuid: beforeUuid } : {}), detail };
  }
  if (noted.get(at)?.some(({ hash }) => hash !== row.hash))
    return { kind: 'replaced', at, uuid, detail: `record ${at} was replaced: outside the database its hash is known to be another one` };
  return content;
}

function differingColumn(row: Row, content: ExecutionRecord & Link): string | undefined {
  const { deployment, metrics, content_hash: contentHash } = content;
  const said = {
    ...{ execution_uuid: content.execution_uuid, action: content.action, timestamp: content.timestamp },
    ...{ project: deployment.project, instance: deployment.instance_id },
    ...{ success: Number(metrics.success), counts: Number(content.counts), content_hash: contentHash ?? null },
    duration: metrics.startup_duration,
  };
  return Object.entries(said).find(([column, value]) => row[column as keyof typeof said] !== value)?.[0];
}

function recordsOf(first: number, last: number): string {
  return first === last ? `record ${first} is` : `records ${first} to ${last} are`;
}
