import type { History } from '../../ledger/history.ts';
import type { Outcome } from '../model/outcome.ts';

/** The outcome of a failure that counts, saying which graduation of the same content it takes back. */
export async function withTookBack(
  outcome: Outcome,
  { project, contentHash, counts }: { project: string; contentHash: string | undefined; counts: boolean },
  { history }: { history: Pick<History, 'versions'> },
): Promise<Outcome> {
  const { failure } = outcome;
  if (!failure || !counts || contentHash === undefined) return outcome;
  const version = (await history.versions(project)).find((one) => one.contentHash === contentHash);
  if (!version?.graduated) return outcome;
  const { uuid, file } = version.graduated;
  return { ...outcome, failure: { ...failure, tookBack: { graduation: uuid, file } } };
}
