import { type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { Slot } from '../model/slot.ts';
import type { Undo, Undoable } from '../model/step.ts';

export interface UndoTools {
  engine: Engine;
  switchTo: (service: string, slot: Slot) => Promise<void>;
  /** Waits until a service that was started again is up, for others need it. Absent where nothing is known of what it must be. */
  awaitAgain?: (service: string) => Promise<void>;
  /** Told once a step is taken back, so that it is never taken back again. */
  strike: (seq: number) => Promise<void>;
  tell: (undo: string, problem?: string) => void;
}

/**
 * Takes steps back, newest first, and goes on whatever one of them says. Old containers are started again last, when nothing new is in their
 * way, in the order they were stopped in: whoever is needed comes before those that need it. Resolves to what went wrong.
 */
export async function undo(undos: Undoable[], tools: UndoTools): Promise<string[]> {
  const restarts = undos.filter(({ undo: one }) => one.undo === 'start-again').toReversed();
  const others = undos.filter(({ undo: one }) => one.undo !== 'start-again');
  const problems: string[] = [];
  for (const { seq, undo: one } of [...others, ...restarts]) {
    try {
      await takeBack(one, tools);
      await tools.strike(seq);
      tools.tell(describeUndo(one));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problems.push(`${describeUndo(one)}: ${error.message}`);
      tools.tell(describeUndo(one), error.message);
    }
  }
  return problems;
}

export function describeUndo(one: Undo): string {
  switch (one.undo) {
    case 'remove-network':
      return `remove network ${one.name}`;
    case 'remove-volume':
      return `remove volume ${one.name}`;
    case 'remove-containers':
      return `remove ${one.service ? `the new container of ${one.service}` : `the new containers of ${one.composeName}`}`;
    case 'start-again':
      return `start the old ${one.service} again`;
    case 'switch-back':
      return `switch back to the old ${one.service}`;
  }
}

async function takeBack(one: Undo, { engine, switchTo, awaitAgain }: UndoTools): Promise<void> {
  switch (one.undo) {
    case 'remove-network':
      return engine.removeNetwork(one.name);
    case 'remove-volume': {
      // Only what this very execution made: one that was there before, or was made again since, has data.
      const own = await engine.listVolumes({ [label.execution]: one.execution });
      return own.includes(one.name) ? engine.removeVolume(one.name) : undefined;
    }
    case 'remove-containers': {
      const service = one.service ? { [composeLabel.service]: one.service } : {};
      const made = await engine.listContainers({ [composeLabel.project]: one.composeName, [label.execution]: one.execution, ...service });
      await Promise.all(made.map((container) => engine.removeContainer(container.id, { volumes: true })));
      return;
    }
    case 'start-again':
      await Promise.all(one.containers.map((id) => engine.startContainer(id)));
      return awaitAgain?.(one.service);
    case 'switch-back':
      return switchTo(one.service, one.slot);
  }
}
