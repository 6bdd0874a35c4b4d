import { EngineError } from '../../engine/interface.ts';
import { type FinishTools, finishStep } from '../apply/finish-step.ts';
import type { Commitment } from '../model/commitment.ts';
import { type FinishingStep, describeStep } from '../model/step.ts';
import { planFiles } from '../plan-files.ts';
import { pin } from '../revision/pin.ts';
import type { DeployTools } from '../tools.ts';

export interface FulfilTools extends Pick<DeployTools, 'instances' | 'leases' | 'revisions' | 'history' | 'journal' | 'home'> {
  finishing: Omit<FinishTools, 'former'>;
  tell: (step: FinishingStep, state: 'begin' | 'end' | 'failed', problem?: string) => void;
}

/**
 * Does what a committed execution still has to do, and closes it. All of it may have been done already, in part or whole. Resolves to what could not
 * be: an old container that does not go keeps the execution open, for the next `up` or `down`; an old network or a name is not worth that. Where a
 * newer version has come since, only the old containers are left to do: ports, names and slots are that version's.
 */
export async function fulfil(commitment: Commitment, tools: FulfilTools): Promise<string[]> {
  const { identity, instance, leases, record, about, planFile } = commitment;
  const { composeName } = identity;
  if (await isSuperseded(commitment, tools)) {
    const left = await finish({ ...commitment, finishing: commitment.finishing.filter((step) => step.do === 'remove') }, tools);
    if (left.length === 0) await tools.journal.end(record.execution_uuid);
    return left;
  }
  await tools.instances.update(composeName, instance);
  await tools.leases.releaseExcept(composeName, leases);
  const problems = [...(await pinned(commitment, tools)), ...(await finish(commitment, tools))];
  await tools.history.append(record, about);
  if (problems.length > 0) return problems;
  await tools.journal.end(record.execution_uuid);
  await planFiles(tools.home, composeName, record.execution_uuid).keepOnly(planFile);
  return [];
}

/** It was registered and recorded before, and another is registered now. A canary has its record from before its promotion. */
async function isSuperseded({ identity, record }: Commitment, { instances, history }: FulfilTools): Promise<boolean> {
  const { execution_uuid: uuid } = record;
  const registered = await instances.find(identity.composeName);
  if (!registered || registered.executionUuid === uuid || registered.canary?.executionUuid === uuid) return false;
  return (await history.get(uuid)) !== undefined;
}

async function pinned({ identity, revision }: Commitment, { revisions, finishing }: FulfilTools): Promise<string[]> {
  const kept = revision === undefined ? undefined : await revisions.get(identity.composeName, revision);
  try {
    if (kept) await pin(kept, finishing.engine);
    return [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [`name the images of r${revision}: ${error.message}`];
  }
}

async function finish({ identity, finishing, formerPlan, record }: Commitment, { tell, ...tools }: FulfilTools): Promise<string[]> {
  const files = planFiles(tools.home, identity.composeName, record.execution_uuid);
  const former = async () => (formerPlan === undefined ? undefined : files.read(formerPlan));
  const problems: string[] = [];
  for (const step of finishing) {
    tell(step, 'begin');
    try {
      await finishStep(step, identity, { ...tools.finishing, former });
      tell(step, 'end');
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      tell(step, 'failed', error.message);
      if (step.do === 'remove') problems.push(`${describeStep(step)}: ${error.message}`);
    }
  }
  return problems;
}
