import type { UnfinishedExecution } from '../../contract/instance.ts';
import type { InFlight } from '../../ledger/in-flight.ts';

/** A killed execution as it is told. */
export function unfinishedView({ action, uuid, beganAt, committed }: InFlight): UnfinishedExecution {
  return { action, execution_uuid: uuid, since: new Date(beganAt).toISOString(), ending: committed ? 'finish' : 'undo' };
}
