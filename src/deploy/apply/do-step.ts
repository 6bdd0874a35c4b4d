import { type Compose, type ComposeInput, type ComposeRun, type Engine, EngineError } from '../../engine/interface.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import { label } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { Slot } from '../model/slot.ts';
import type { Contents } from '../model/stack.ts';
import type { RestoreStep, SnapshotStep, Step } from '../model/step.ts';
import { type FinishTools, containersOf, finishStep } from './finish-step.ts';
import { withJoined } from './joined.ts';
import { startContainer } from './start-container.ts';
import { stopContainer } from './stop-container.ts';

export interface StepTools extends FinishTools {
  compose: Compose;
  /** How `docker compose` is called on the plan's file. */
  planInput: ComposeInput;
  run: ComposeRun;
  /** What the stack's secrets and configs hold. */
  contents: Contents;
  /** Where only its owner can read it; resolves to its path. */
  writeComposeFile: (purpose: string, file: ComposeFile) => Promise<string>;
  /** Copies volumes before anything old is touched. */
  snapshotFirst: (step: SnapshotStep) => Promise<void>;
  /** Fills volumes from a snapshot before anything new starts. */
  restoreFirst: (step: RestoreStep) => Promise<void>;
  /** Runs a command once in the new image of a service. Throws BeforeFailed where that fails. */
  runBefore: (service: string, command: string[]) => Promise<void>;
  /** Sends new requests for a service to this slot. */
  switchTo: (service: string, slot: Slot) => Promise<void>;
  /** Sees all containers as they are now. */
  lookAgain: () => Promise<void>;
  /** Sends this percentage of them to the slot that is not live. */
  share: (service: string, percent: number) => Promise<void>;
  /** Tells a container of the edge what it serves. */
  configure: (container: string, step: Extract<Step, { do: 'configure' }>) => Promise<void>;
}

/** Does one step. Throws EngineError. */
export async function doStep(step: Step, plan: Pick<Plan, 'identity' | 'execution' | 'compose'>, tools: StepTools): Promise<void> {
  const { engine, compose, planInput, run } = tools;
  switch (step.do) {
    case 'create-network':
      return made(await engine.createNetwork(step.name, step.definition, step.labels), `network ${step.name}`);
    case 'create-volume':
      return made(await engine.createVolume(step.name, step.definition, step.labels), `volume ${step.name}`);
    case 'create-containers': {
      const input = step.joining ? await joinedInput(step.joining, plan, tools) : planInput;
      return compose.create(input, step.services, run, step.scale);
    }
    case 'start': {
      const ids = step.containers === 'new' ? (await newContainersOf(step.service, plan, engine)).map(({ id }) => id) : step.containers;
      const startable = { service: step.service, file: plan.compose, contents: tools.contents };
      await Promise.all(ids.map((id) => startContainer(id, startable, engine)));
      // What had ended before would be taken for what it is now, until the event of its start comes.
      return step.containers === 'new' ? undefined : tools.lookAgain();
    }
    case 'stop': {
      const definition = (await tools.former())?.services[step.service] ?? {};
      await Promise.all(step.containers.map((id) => stopContainer(id, definition, engine)));
      return;
    }
    case 'switch':
      return tools.switchTo(step.service, step.slot);
    case 'share':
      return tools.share(step.service, step.percent);
    case 'configure': {
      const isNew = step.container === 'new';
      const [container] = isNew
        ? await newContainersOf(step.service, plan, engine)
        : await containersOf(step.service, plan.identity, engine);
      if (!container) throw new EngineError('not-found', `${step.service} has no container to configure`);
      return tools.configure(container.id, step);
    }
    case 'drain':
    case 'remove':
    case 'remove-network':
    case 'rename':
      return finishStep(step, plan.identity, tools);
    case 'snapshot':
      await tools.snapshotFirst(step);
      return tools.lookAgain();
    case 'restore':
      await tools.restoreFirst(step);
      // Whoever stood still and runs again is not what it was when it was stopped.
      return tools.lookAgain();
    case 'before':
      return tools.runBefore(step.service, step.command);
  }
}

/** One of that name that is not this instance's may hold somebody's data. */
function made(isNew: boolean, what: string): void {
  if (!isNew) throw new EngineError('name-taken', `${what} is there already, and it is not this instance's: remove or rename it`);
}

/** Compose would join any container of the service, the old one too. */
async function joinedInput(
  joining: Record<string, string[]>,
  plan: Pick<Plan, 'identity' | 'execution' | 'compose'>,
  { engine, planInput, writeComposeFile }: StepTools,
): Promise<ComposeInput> {
  const hosts = [...new Set(Object.values(joining).flat())];
  const ids = await Promise.all(hosts.map(async (host) => [host, (await newContainersOf(host, plan, engine))[0]?.id ?? host] as const));
  const file = withJoined(plan.compose, joining, Object.fromEntries(ids));
  return { ...planInput, files: [await writeComposeFile('joined', file)] };
}

async function newContainersOf(service: string, plan: Pick<Plan, 'identity' | 'execution'>, engine: Engine): Promise<ObservedContainer[]> {
  return (await containersOf(service, plan.identity, engine)).filter(({ labels }) => labels[label.execution] === plan.execution);
}
