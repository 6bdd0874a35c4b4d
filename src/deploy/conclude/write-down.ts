import type { ExecutionRecord, RecordedCommit } from '../../contract/record.ts';
import type { Execution } from '../execution.ts';
import type { About } from '../model/commitment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Identity } from '../model/stack.ts';
import { copyRecord } from '../record/copy-record.ts';
import { recordOf } from '../record/record.ts';
import type { DeployTools } from '../tools.ts';

export interface Ending {
  identity: Identity;
  outcome: Outcome;
  namedPorts: Record<string, number>;
  contentHash: string | undefined;
  revision?: number | undefined;
  /** The revision that was brought back. */
  broughtBack?: number | undefined;
  git?: RecordedCommit | undefined;
}

/** The record of an execution as it stands now, without secrets. */
export function recordFrom({ identity, ...ending }: Ending, execution: Execution, { clock }: Pick<DeployTools, 'clock'>): ExecutionRecord {
  const { project, instance, directory } = identity;
  const timestamp = new Date(clock.now()).toISOString();
  const { action, uuid } = execution;
  const times = { elapsed: execution.elapsed(), stages: execution.stages() };
  return execution.redactor.deep(recordOf({ timestamp, action, uuid, project, instance, directory, ...times, ...ending }));
}

/** Into the ledger, and told. Resolves to the record as it is there. */
export async function writeDown(
  record: ExecutionRecord,
  { about, recordFile }: { about: About; recordFile: string | undefined },
  execution: Execution,
  { history }: Pick<DeployTools, 'history'>,
): Promise<ExecutionRecord> {
  const kept = await history.append(record, about);
  await tellRecord(kept, recordFile, execution);
  return kept;
}

/** Copies a record that the ledger has to where it was asked for, and ends the execution with it. */
export async function tellRecord(record: ExecutionRecord, recordFile: string | undefined, execution: Execution): Promise<void> {
  if (recordFile) await copyRecord(record, recordFile);
  execution.say({ event: 'end', record });
}
