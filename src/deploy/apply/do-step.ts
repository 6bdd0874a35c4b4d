import { type Compose, type ComposeInput, type ComposeRun, type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';

export interface StepTools {
  engine: Engine;
  compose: Compose;
  planInput: ComposeInput;
  run: ComposeRun;
}

/** Does one step to the engine. Throws EngineError. */
export async function doStep(step: Step, plan: Plan, { engine, compose, planInput, run }: StepTools): Promise<void> {
  switch (step.do) {
    case 'create-network':
      return made(await engine.createNetwork(step.name, step.definition, step.labels), `network ${step.name}`);
    case 'create-volume':
      return made(await engine.createVolume(step.name, step.definition, step.labels), `volume ${step.name}`);
    case 'create-containers':
      return compose.create(planInput, step.services, run);
    case 'start': {
      if (step.by === 'compose') return compose.start(planInput, [step.service], run);
      const containers = await containersOf(step.service, plan, engine);
      await Promise.all(containers.map((container) => engine.startContainer(container.id)));
      return;
    }
    case 'recreate':
      return compose.recreate(planInput, [step.service], run);
    case 'remove':
      await Promise.all(step.containers.map((id) => engine.stopContainer(id).then(() => engine.removeContainer(id, { volumes: false }))));
      return;
    case 'remove-network':
      return engine.removeNetwork(step.name);
    case 'rename': {
      const [container] = await containersOf(step.service, plan, engine);
      if (!container) throw new EngineError('not-found', `${step.service} has no container to name ${step.to}`);
      return engine.renameContainer(container.id, step.to);
    }
  }
}
/** One of that name that is not this instance's may hold somebody's data. */
function made(isNew: boolean, what: string): void {
  if (!isNew) throw new EngineError('name-taken', `${what} is there already, and it is not this instance's: remove or rename it`);
}

async function containersOf(service: string, plan: Plan, engine: Engine): Promise<ObservedContainer[]> {
  const containers = await engine.listContainers({ [composeLabel.project]: plan.identity.composeName, [composeLabel.service]: service });
  return containers.filter((container) => !container.oneOff);
}
