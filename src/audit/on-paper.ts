import type { AuditPoint } from '../contract/verify.ts';
import { resultOf } from '../deploy/model/record-result.ts';
import type { Break, Chain } from '../ledger/chain/check-chain.ts';
import { isSigned, readSigningKey } from '../ledger/chain/signing-key.ts';
import type { KeptRow } from '../ledger/kept.ts';
import { readRecordFile, saysTheSame } from '../ledger/record-file.ts';
import { called, fails, holds, notNeeded } from './told.ts';

/** Whether the ledger has it whole, and the file beside it says the same. */
export async function recordPoint({ seq, record, whole }: KeptRow, home: string): Promise<AuditPoint> {
  const file = await readRecordFile(home, record.execution_uuid);
  const { project, instance_id: instance } = record.deployment;
  const whose = project === '' ? '' : `, ${project}/${instance}`;
  const place = `record ${seq} of the ledger: ${called(record)}${whose}`;
  const intact = file && 'record' in file && file.whole ? `; ${file.path} still says what was recorded` : '';
  if (!whole)
    return fails('record', 'broken-chain', `record ${seq} of the ledger was edited: its hash is not that of what it says${intact}`);
  // It is the ledger's own, and nobody's execution.
  if (!file && record.action === 'checkpoint') return holds('record', `${place}; a checkpoint has no file`);
  if (!file) return fails('record', 'file-missing', `${place}; its file records/${record.execution_uuid}.json is missing`);
  if (!('record' in file)) return fails('record', 'edited', `${place}; its file ${file.path} is damaged: it is no record any more`);
  if (saysTheSame(file.record, record)) return holds('record', `${place}; its file says the same`);
  const changed = differences(file.record, record);
  return fails(
    'record',
    'edited',
    `${place}; its file ${file.path} was edited: ${changed.join(', ')} ${changed.length === 1 ? 'is' : 'are'} not what was recorded`,
  );
}

function differences(one: object, other: object): string[] {
  const [mine, theirs] = [one, other].map((record) => record as Record<string, unknown>);
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.filter((key) => JSON.stringify(mine?.[key]) !== JSON.stringify(theirs?.[key]));
}

/** How far the chain holds, where this record stands in it, and what breaks it. */
export function chainPoint(chain: Break | Chain, seq: number | undefined): AuditPoint {
  if (!('kind' in chain)) {
    if (chain.records === 0) return holds('chain', 'the ledger is empty');
    const behind = chain.first > 1 ? `; those before ${chain.first} were removed behind a checkpoint` : '';
    return holds('chain', `it holds from record ${chain.first} to ${chain.last.seq}${behind}`);
  }
  const before = chain.at > 1 ? `it holds up to record ${chain.at - 1}, and breaks at ${chain.at}` : 'it breaks at the first record';
  const mine = seq === undefined ? '' : seq < chain.at ? `; this is record ${seq}, before that` : `; this is record ${seq}`;
  return fails('chain', 'broken-chain', `${before}: ${chain.detail}${mine}`);
}

/** Who vouches for it. */
export async function signaturePoint({ record: { hash, signature, signed_by: by } }: KeptRow, home: string): Promise<AuditPoint> {
  const own = (await readSigningKey(home))?.id;
  if (by === undefined)
    return signature === undefined
      ? notNeeded('signature', `not signed: this machine ${own === undefined ? 'signs nothing' : 'signed nothing then'}`)
      : fails('signature', 'bad-signature', 'it has a signature, and says of nobody that it is his');
  if (signature === undefined || !isSigned(hash, signature, by))
    return fails('signature', 'bad-signature', `it does not have the signature of ${by}, which it says it has`);
  if (own === by) return holds('signature', `signed by this machine's key ${by}`);
  const whose = own === undefined ? 'this machine has none' : `this machine's is ${own}`;
  return own === undefined
    ? holds('signature', `signed by the key ${by}; ${whose}`)
    : fails('signature', 'bad-signature', `signed by another key, ${by}; ${whose}`);
}

/** How it ended, by its own record. */
export function resultPoint({ record }: KeptRow): AuditPoint {
  const { success, startup_duration: seconds } = record.metrics;
  if (success) return holds('result', `${record.action} succeeded after ${Number(seconds.toFixed(2))} s`);
  const ended = resultOf(record) === 'stopped' ? 'was stopped before it touched anything' : 'failed';
  return fails('result', 'failed', `${record.action} ${ended}: ${record.error ?? 'its record does not say why'}`);
}
