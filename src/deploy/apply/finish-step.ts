import { type Engine, EngineError } from '../../engine/interface.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import { composeLabel } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Identity } from '../model/stack.ts';
import type { Slot } from '../model/slot.ts';
import type { FinishingStep } from '../model/step.ts';
import { removeContainer } from './remove-container.ts';

export interface FinishTools {
  engine: Engine;
  /** Lets what is under way in this slot end, and closes what does not in time. */
  drain: (service: string, slot: Slot) => Promise<void>;
  /** The plan's file of the version that ran before, where one did and its file is still there. */
  former: () => Promise<ComposeFile | undefined>;
}

/** Does what a committed deployment still has to do; done once more it changes nothing. Throws EngineError. */
export async function finishStep(step: FinishingStep, identity: Identity, { engine, drain, former }: FinishTools): Promise<void> {
  switch (step.do) {
    case 'drain':
      return drain(step.service, step.slot);
    case 'remove': {
      const definition = (await former())?.services[step.service] ?? {};
      await Promise.all(step.containers.map((id) => removeContainer(id, definition, engine, { volumes: false })));
      return;
    }
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
