import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { AuditPoint } from '../contract/verify.ts';
import type { Break, Chain } from '../ledger/chain/check-chain.ts';
import { readRecordFile } from '../ledger/record-file.ts';
import { fails } from './told.ts';
import type { AuditTools } from './tools.ts';

/** What can be said of a UUID that the ledger does not have. */
export async function unrecordedPoint(
  uuid: string,
  { home, kept, chain }: Pick<AuditTools, 'home' | 'kept'> & { chain: Break | Chain },
): Promise<AuditPoint> {
  const file = await readRecordFile(home, uuid);
  if (!file) return fails('record', 'never-recorded', `no record of it is in the ledger${perhaps(chain)}`);
  if (!('record' in file) || !file.whole)
    return fails(
      'record',
      'forged',
      `a forged file: ${file.path} is there, the ledger has no such record, and its hash is not that of what it says`,
    );
  const { record, path } = file;
  if (record.ledger_id !== (await kept.ledgerId()))
    return fails(
      'record',
      'forged',
      `a foreign file: ${path} is of another ledger (${record.ledger_id}), as of another machine or PORTSIDE_HOME`,
    );
  if (!('kind' in chain) && record.sequence < chain.first)
    return fails('record', 'pruned', `record ${record.sequence} was removed behind a checkpoint: only ${path} is left of it`);
  const other = await kept.at(record.sequence);
  if (wasRemoved(record, chain))
    return fails(
      'record',
      'broken-chain',
      other === undefined
        ? `it was removed from the ledger: ${path} is record ${record.sequence}, which is not there any more`
        : `it was replaced in the ledger: ${path} is record ${record.sequence}, and in its place is ${other} now`,
    );
  const place = other === undefined ? 'and the ledger never had it' : `and that is ${other} in the ledger`;
  return fails('record', 'forged', `a forged file: ${path} says that it is record ${record.sequence}, ${place}`);
}

/** Why it may have been there all the same. */
function perhaps(chain: Break | Chain): string {
  if ('kind' in chain) return '; the chain is broken, so it may have been removed';
  return chain.first > 1 ? `; those before record ${chain.first} were removed behind a checkpoint, and it may have been one of them` : '';
}

/** Its place is empty, or another stands there. */
function wasRemoved({ sequence }: ExecutionRecord & Link, chain: Break | Chain): boolean {
  return 'kind' in chain && ['missing', 'cut-off', 'replaced'].includes(chain.kind) && sequence >= chain.at;
}
