import { type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Identity } from '../model/stack.ts';
import type { Slot } from '../model/slot.ts';
import type { FinishingStep } from '../model/step.ts';

export interface FinishTools {
  engine: Engine;
  /** Lets what is under way in this slot end, and closes what does not in time. */
  drain: (service: string, slot: Slot) => Promise<void>;
}

/** Does what a committed deployment still has to do; done once more it changes nothing. Throws EngineError. */
export async function finishStep(step: FinishingStep, identity: Identity, { engine, drain }: FinishTools): Promise<void> {
  switch (step.do) {
    case 'drain':
      return drain(step.service, step.slot);
    case 'remove':
      await Promise.all(step.containers.map((id) => engine.stopContainer(id).then(() => engine.removeContainer(id, { volumes: false }))));
      return;
    case 'remove-network':
      return engine.removeNetwork(step.name);
    case 'rename': {
      const [container] = await containersOf(step.service, identity, engine);
      if (!container) throw new EngineError('not-found', `${step.service} has no container to name ${step.to}`);
      return container.name === step.to ? undefined : engine.renameContainer(container.id, step.to);
    }
  }
}

/** Of one service of an instance, whoever made them and whatever they do. */
export async function containersOf(service: string, { composeName }: Identity, engine: Engine): Promise<ObservedContainer[]> {
  const containers = await engine.listContainers({ [composeLabel.project]: composeName, [composeLabel.service]: service });
  return containers.filter((container) => !container.oneOff);
}
