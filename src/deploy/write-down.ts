import type { ExecutionRecord } from '../contract/record.ts';
import type { Execution } from './execution.ts';
import type { Outcome } from './model/outcome.ts';
import type { Identity } from './model/stack.ts';
import { copyRecord } from './record/copy-record.ts';
import { recordOf } from './record/record.ts';
import type { DeployTools } from './tools.ts';

export interface Ending {
  identity: Identity;
  outcome: Outcome;
  namedPorts: Record<string, number>;
  contentHash: string | undefined;
  /** It started or replaced something, so it counts for the ratio of successes. */
  counts: boolean;
  /** Where the user wants a copy. */
  recordFile: string | undefined;
}

/** The one way into the ledger: without secrets, kept, copied where it was asked for, and told. */
export async function writeDown(
  { identity, outcome, namedPorts, contentHash, counts, recordFile }: Ending,
  execution: Execution,
  { clock, history }: Pick<DeployTools, 'clock' | 'history'>,
): Promise<ExecutionRecord> {
  const { project, instance, directory } = identity;
  const record = execution.redactor.deep(
    recordOf({
      timestamp: new Date(clock.now()).toISOString(),
      action: execution.action,
      uuid: execution.uuid,
      project,
      instance,
      directory,
      namedPorts,
      elapsed: execution.elapsed(),
      stages: execution.stages(),
      contentHash,
      outcome,
    }),
  );
  await history.append(record, { project, instance, counts });
  if (recordFile) await copyRecord(record, recordFile);
  execution.say({ event: 'end', record });
  return record;
}
