import { UserError } from '../../contract/user-error.ts';
import { type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Slot } from '../model/slot.ts';
import type { Undo, Undoable } from '../model/step.ts';
import { startOld } from './start-old.ts';
import { strikes } from './strikes.ts';

/** Volumes that were being copied, or have to be filled again. */
export interface UndoVolumes {
  release: (one: ReleaseUndo) => Promise<void>;
  /** Not `filled`: they may be half filled, and nobody may run on them. Filled, with a problem: somebody does not run again. */
  restore: (one: RestoreUndo) => Promise<{ filled: boolean; problem?: EngineError }>;
}

export interface UndoTools {
  volumes: UndoVolumes;
  engine: Engine;
  switchTo: (service: string, slot: Slot) => Promise<void>;
  /** Gives the edge that runs the configuration from before an execution. */
  configureBack: (execution: string) => Promise<void>;
  /** How the old version is brought up; absent where nothing is known of it. */
  again?: Again;
  /** Told once a step is taken back, so that it is never taken back again. */
  strike: (seq: number) => Promise<void>;
  tell: (undo: string, problem?: string) => void;
}

/** How services that were stopped come up once more. */
export interface Again {
  /** All services, so that each comes after those that it needs. */
  order: string[];
  /** Waits until what a service needs is there: before it is started, and for nothing else. */
  awaitNeeds: (service: string) => Promise<void>;
  /** Starts one of its containers, with what its definition wants done then. Throws EngineError. */
  start: (service: string, id: string) => Promise<void>;
}

/**
 * Takes steps back, newest first, and goes on whatever one of them says, or the journal. Old containers are started again last, when nothing new is in
 * their way: whoever is needed comes before those that need it. Resolves to what went wrong; throws a bug of ours, once all the rest is taken back.
 */
export async function undo(undos: Undoable[], tools: UndoTools): Promise<string[]> {
  const restarts = inOrder(undos.filter(({ undo: one }) => one.undo === 'start-again').toReversed(), tools.again?.order ?? []);
  const others = undos.filter(({ undo: one }) => one.undo !== 'start-again');
  const problems: string[] = [];
  const bugs: unknown[] = [];
  const striking = strikes(tools);
  /** Services whose data is half restored, or may be: nobody is started on it. */
  const resting = new Set<string>();
  /** Services whose new version still gets the requests: it stays. */
  const serving = new Set<string>();
  for (const { seq, undo: one } of [...others, ...restarts]) {
    const description = describeUndo(one);
    try {
      const remaining = await takeBack(one, tools, { resting, serving });
      await striking.strike(seq, description);
      if (remaining) problems.push(`${description}: ${remaining.message}`);
      tools.tell(description, remaining?.message);
    } catch (error) {
      if (!(error instanceof EngineError) && !(error instanceof UserError)) bugs.push(error);
      const message = error instanceof Error ? error.message : String(error);
      problems.push(`${description}: ${message}`);
      tools.tell(description, message);
    }
  }
  problems.push(...(await striking.rest()));
  if (bugs.length > 0) throw bugs[0];
  return problems;
}

/** Who is in no order stays in that in which they were stopped. */
function inOrder(restarts: Undoable[], order: string[]): Undoable[] {
  const placeOf = ({ undo: one }: Undoable) => ('service' in one && one.service ? order.indexOf(one.service) : -1);
  return restarts.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** What ran before runs again by it. */
export function bringsBack({ undo: one }: Undoable): boolean {
  return one.undo === 'start-again' || one.undo === 'switch-back' || one.undo === 'restore-snapshot';
}

export function describeUndo(one: Undo): string {
  switch (one.undo) {
    case 'release':
      return `let ${namesOf(one)} go on`;
    case 'restore-snapshot':
      return `restore ${one.volumes.join(', ')} from snapshot ${one.id}`;
    case 'remove-network':
      return `remove network ${one.name}`;
    case 'remove-volume':
      return `remove volume ${one.name}`;
    case 'remove-containers':
      return `remove ${one.service ? `the new container of ${one.service}` : `the new containers of ${one.composeName}`}`;
    case 'start-again':
      return `start the old ${one.service} again`;
    case 'configure-back':
      return 'configure the edge as before';
    case 'switch-back':
      return `switch back to the old ${one.service}`;
  }
}

/** Throws where one of them would run on half of its data. */
function mayRun(services: string[], resting: ReadonlySet<string>): void {
  const stays = services.filter((service) => resting.has(service));
  if (stays.length > 0) throw new EngineError('other', `${stays.join(', ')} stays stopped: its data is half restored`);
}

function namesOf({ held }: ReleaseUndo): string {
  return held.map(({ service }) => service).join(', ') || 'everybody';
}

/** Resolves to what is wrong though it was taken back, and must not be once more. */
async function takeBack(
  one: Undo,
  { engine, volumes, switchTo, configureBack, again }: UndoTools,
  { resting, serving }: { resting: Set<string>; serving: Set<string> },
): Promise<EngineError | void> {
  switch (one.undo) {
    case 'release':
      mayRun(
        one.held.map(({ service }) => service),
        resting,
      );
      return volumes.release(one);
    case 'restore-snapshot': {
      // Half filled already, it may be, by whoever tried before and was killed.
      for (const { service } of one.held) resting.add(service);
      const { filled, problem } = await volumes.restore(one);
      if (filled) {
        for (const { service } of one.held) resting.delete(service);
        return problem;
      }
      throw problem ?? new EngineError('other', 'it was not restored');
    }
    // Only what this very execution made: what was there before, or was made again since, is somebody's.
    case 'remove-network': {
      const own = await engine.listNetworks({ [label.execution]: one.execution });
      return own.includes(one.name) ? engine.removeNetwork(one.name) : undefined;
    }
    case 'remove-volume': {
      const own = await engine.listVolumes({ [label.execution]: one.execution });
      return own.includes(one.name) ? engine.removeVolume(one.name) : undefined;
    }
    case 'remove-containers': {
      const service = one.service ? { [composeLabel.service]: one.service } : {};
      const made = await engine.listContainers({ [composeLabel.project]: one.composeName, [label.execution]: one.execution, ...service });
      const going = made.filter((container) => !serving.has(container.service));
      await Promise.all(going.map((container) => engine.removeContainer(container.id, { volumes: true })));
      if (going.length === made.length) return;
      throw new EngineError('other', `the new ${namesIn(made, serving)} stays, for it still gets the requests`);
    }
    case 'start-again':
      mayRun([one.service], resting);
      await again?.awaitNeeds(one.service);
      return startOld(one, again?.start ?? ((_service, id) => engine.startContainer(id)), engine);
    case 'configure-back':
      return configureBack(one.execution);
    case 'switch-back':
      serving.add(one.service);
      await switchTo(one.service, one.slot);
      serving.delete(one.service);
      return;
  }
}

function namesIn(containers: ObservedContainer[], services: ReadonlySet<string>): string {
  return [...new Set(containers.map(({ service }) => service))].filter((service) => services.has(service)).join(', ');
}
