import { type Engine, EngineError } from '../engine/interface.ts';
import { observe } from '../engine/observe.ts';
import { removeContainer } from './apply/remove-container.ts';
import type { Execution } from './execution.ts';
import type { ComposeFile } from './model/compose-file.ts';
import { type Observed, type ObservedContainer, isAnonymous } from './model/observed.ts';
import { stopOrder } from './stop-order.ts';

export interface Removal {
  engine: Engine;
  composeName: string;
  /** Labels that everything of the instance carries; what lacks them is somebody else's. */
  owned: Record<string, string>;
  /** Data too. */
  volumes: boolean;
  /** What is known of the version that runs: its services say what they want before they stop. */
  version?: ComposeFile | undefined;
  execution: Execution;
  /** Nobody needs what it would still say or save: it is killed. */
  atOnce?: boolean;
}

/** Stops and removes an instance, dependents first, and goes on whatever one part of it says. Resolves to what went wrong. */
export async function removeAll(removal: Removal): Promise<string[]> {
  const { engine, volumes, execution, version, atOnce } = removal;
  const observed = await ownParts(removal);
  const problems: string[] = [];
  const remove = async (name: string, work: () => Promise<void>) => {
    execution.say({ event: 'step', step: `remove ${name}`, cause: 'down', state: 'begin' });
    try {
      await work();
      execution.say({ event: 'step', step: `remove ${name}`, cause: 'down', state: 'end' });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problems.push(`${name}: ${error.message}`);
      execution.say({ event: 'step', step: `remove ${name}`, cause: error.message, state: 'failed' });
    }
  };
  const removeOne = ({ id, name, state, service, oneOff }: ObservedContainer) =>
    remove(name, () => {
      const definition = oneOff ? {} : (version?.services[service] ?? {});
      const stands = state !== 'running' && state !== 'paused';
      return stands || atOnce ? engine.removeContainer(id, { volumes }) : removeContainer(id, definition, engine, { volumes });
    });
  for (const level of stopOrder(observed.containers)) await Promise.all(level.map(removeOne));
  await Promise.all(observed.networks.map((name) => remove(`network ${name}`, () => engine.removeNetwork(name))));
  if (volumes) await Promise.all(volumesOf(observed).map((name) => remove(`volume ${name}`, () => engine.removeVolume(name))));
  return problems;
}

/** What the engine still has of the instance, as a person would name it. */
export async function whatIsLeft(removal: Removal): Promise<string[]> {
  const { containers, networks, volumes } = await ownParts(removal);
  return [
    ...containers.map(({ name }) => name),
    ...networks.map((name) => `network ${name}`),
    ...(removal.volumes ? volumes.map((name) => `volume ${name}`) : []),
  ];
}

/** What another tool runs under the same Compose project name is left out. */
export async function ownParts({ engine, composeName, owned }: Removal): Promise<Observed> {
  const observed = await observe(engine, composeName, owned);
  const isOwn = ({ labels }: ObservedContainer) => Object.entries(owned).every(([name, value]) => labels[name] === value);
  return { ...observed, containers: observed.containers.filter(isOwn) };
}

/** An adopted instance may still use volumes that nobody named. */
function volumesOf({ volumes, containers }: Observed): string[] {
  const anonymous = containers.flatMap((container) => container.volumes.map(({ name }) => name)).filter(isAnonymous);
  return [...new Set([...volumes, ...anonymous])];
}
