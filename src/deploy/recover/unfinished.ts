import type { InFlight } from '../../ledger/journal.ts';
import type { DeployTools } from '../tools.ts';

export type RecoveryTools = Pick<
  DeployTools,
  'journal' | 'clock' | 'home' | 'instances' | 'leases' | 'history' | 'revisions' | 'environment' | 'snapshots'
>;

/** What killed executions left of one instance. */
export async function unfinishedOf(composeName: string, tools: Pick<DeployTools, 'journal'>): Promise<InFlight[]> {
  return (await tools.journal.unfinished()).filter((inFlight) => inFlight.composeName === composeName);
}

/** As a user types it. */
export async function nameOf({ composeName }: InFlight, { instances }: Pick<RecoveryTools, 'instances'>): Promise<string> {
  const known = await instances.find(composeName);
  return known ? `${known.project}/${known.instance}` : composeName;
}
