import type { ExecutionRecord } from '../../contract/record.ts';
import { type Verified, commitmentOf } from '../conclude/commit.ts';
import { writeDown } from '../conclude/write-down.ts';
import type { Deployment } from '../deployment.ts';
import type { Outcome } from '../model/outcome.ts';
import { keepCommitment } from './kept.ts';

/**
 * Leaves both versions at work, with all that is needed to go either way: its undos stay in the journal, what a promotion comes to in a file. Resolves, once
 * that is written, to what records it. Throws UserError, and it does not wait then.
 */
export async function park(deployment: Deployment, verified: Verified, outcome: Outcome): Promise<() => Promise<ExecutionRecord>> {
  const { tools, execution, options, claimed } = deployment;
  const { composeName } = claimed.identity;
  const services = verified.plan.steps.flatMap((step) => (step.do === 'share' ? [step.service] : []));
  const commitment = await commitmentOf(deployment, verified, outcome);
  const { record, about } = commitment;
  await keepCommitment(tools.home, commitment);
  await tools.instances.update(composeName, { canary: { executionUuid: execution.uuid, share: options.canary ?? 0, services } });
  // Killed before this, it is undone like any other.
  await tools.journal.park(execution.uuid);
  return () => writeDown(record, { about, recordFile: options.recordFile }, execution, tools);
}
