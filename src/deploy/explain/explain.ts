import type { Diagnosis } from '../../contract/diagnosis.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import { gatherEvidence } from '../evidence/gather.ts';
import { keepEvidence } from '../evidence/store.ts';
import { failureFrom } from './failure.ts';
import type { Failure } from '../model/outcome.ts';
import { withRepair } from './with-repair.ts';

/** What failed, and how it showed; undefined where nothing did. */
export async function failureOf(
  { groundwork, execution }: Deployment,
  { ending, blame, error, findings, watch }: Attempted,
): Promise<Failure | undefined> {
  if (ending === 'verified') return undefined;
  if (blame) return failureFrom(blame, watch, groundwork.connection.engine);
  const none = { logs: [], undoProblems: [] };
  if (ending === 'interrupted') return { message: 'interrupted', stage: execution.stageNow(), ...none };
  if (error) return { message: error.message, stage: execution.stageNow(), ...(error.hint ? { hint: error.hint } : {}), ...none };
  const [first, ...others] = findings.filter((finding) => finding.severity === 'error');
  return { message: `${first?.message}${others.length > 0 ? ` (and ${others.length} more)` : ''}`, stage: 'check', ...none };
}

/** Gathers the evidence while all of it is there, keeps it, and says why it failed. Undefined where somebody stopped it, or nothing could be seen. */
export async function diagnosed(deployment: Deployment, attempted: Attempted, failure: Failure): Promise<Diagnosis | undefined> {
  const { execution, tools } = deployment;
  if (attempted.ending !== 'failed' && attempted.ending !== 'stopped') return undefined;
  try {
    const evidence = await gatherEvidence(deployment, attempted, failure);
    await keepEvidence(tools.home, execution.uuid, evidence);
    const { diagnosis } = await withRepair(execution.redactor.deep(diagnose(evidence)), evidence, tools, execution.redactor);
    execution.say({ event: 'diagnosis', diagnosis });
    return diagnosis;
  } catch (error) {
    // What was started must be undone, whatever becomes of its explanation.
    execution.say({ event: 'note', message: `no diagnosis: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}
