import { EngineError } from '../../engine/interface.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';

/** Whether something of what failed has run, and is there to be looked at: else what ran before is owed at once. */
export async function canBeKept(deployment: Deployment, { ending, blame, planFile, plan, takenBack }: Attempted): Promise<boolean> {
  if (ending !== 'failed' || blame?.stage === 'record' || planFile === undefined || takenBack) return false;
  const { groundwork, claimed, execution } = deployment;
  const again = (plan?.steps ?? []).flatMap((step) => (step.do === 'start' && step.containers !== 'new' ? step.containers : []));
  const containers = await groundwork.connection.engine
    .listContainers({ [composeLabel.project]: claimed.identity.composeName })
    .catch(none);
  const isOurs = ({ id, labels }: ObservedContainer) => labels[label.execution] === execution.uuid || again.includes(id);
  return containers.some((container) => isOurs(container) && !container.oneOff && container.state !== 'created');
}

/** An engine that does not answer shows nothing. */
function none(error: unknown): ObservedContainer[] {
  if (!(error instanceof EngineError)) throw error;
  return [];
}
