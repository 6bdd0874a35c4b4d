import { createHash } from 'node:crypto';
import type { ExecutionRecord, Link } from '../../contract/record.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { canonicalJson } from '../../deploy/model/canonical-json.ts';
import type { SigningKey } from './signing-key.ts';

/** What the first record of a ledger is chained to. */
export const beginning = '0'.repeat(64);

/** A record as it is kept: the text that its hash is over, the hash, and who vouches for it. */
export interface Sealed {
  seq: number;
  /** Canonical JSON of the record without `hash` and `signature`. */
  body: string;
  /** SHA-256 of `body`, hexadecimal. */
  hash: string;
  /** Ed25519 over the hash's 32 bytes, base64url. */
  signature: string | null;
}

/** Where a record goes. */
export interface Place {
  ledgerId: string;
  seq: number;
  /** Of the record before it. */
  previousHash: string;
}

/** Chains a record to the one before it. */
export function seal(record: ExecutionRecord, counts: boolean, { ledgerId, seq, previousHash }: Place, key?: SigningKey): Sealed {
  const { hash: _hash, signature: _signature, ...content } = record;
  const link = { counts, ledger_id: ledgerId, sequence: seq, previous_hash: previousHash, ...(key && { signed_by: key.id }) };
  const body = canonicalJson({ ...content, ...link });
  const hash = sha256(body);
  return { seq, body, hash, signature: key?.sign(hash) ?? null };
}

/** A record that carries what chains it, as it was sealed. */
export function resealed({
  hash,
  signature = null,
  ...content
}: Omit<ExecutionRecord & Link, 'signature'> & { signature?: string | null }): Sealed {
  return { seq: content.sequence, body: canonicalJson(content), hash, signature };
}

/** What a body says; undefined where it is no record. */
export function contentOf(body: string): (ExecutionRecord & Link) | undefined {
  try {
    const content = JSON.parse(body) as Partial<ExecutionRecord & Link> | null;
    const { execution_uuid: uuid, sequence, deployment, metrics } = content ?? {};
    const isRecord =
      typeof uuid === 'string' && typeof sequence === 'number' && typeof deployment === 'object' && typeof metrics === 'object';
    return isRecord && deployment && metrics ? (content as ExecutionRecord & Link) : undefined;
  } catch {
    return undefined;
  }
}

/** The record that was sealed; its UUID last, and what chains it right before. Throws UserError (exit 1) where it is none any more. */
export function unsealed({ seq, body, hash, signature }: Sealed): ExecutionRecord & Link {
  const content = contentOf(body);
  if (!content) throw damagedRecord(seq);
  const all = { ...content, hash, ...(signature && { signature }) };
  const first = order.filter((key) => key in all);
  const others = Object.keys(all).filter((key) => !order.includes(key) && !last.includes(key));
  const keys = [...first, ...others, ...last.filter((key) => key in all)] as (keyof typeof all)[];
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as unknown as ExecutionRecord & Link;
}

const order = ['timestamp', 'action', 'deployment', 'metrics', 'checks', 'probes', 'error', 'failure', 'diagnosis', 'replaced', 'snapshot'];
const last = [
  ...['revision', 'brought_back', 'content_hash', 'counts', 'ledger_id', 'sequence', 'previous_hash', 'signed_by', 'hash', 'signature'],
  'execution_uuid',
];

/** Somebody, or the disk, changed it so that it cannot be read. */
export function damagedRecord(seq: number): UserError {
  return new UserError({
    code: 'chain-broken',
    exit: exitCode.failed,
    message: `record ${seq} of the ledger was edited: it is no record any more`,
    hint: 'portside verify --ledger',
  });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
