import { type Compose, type ComposeRun, type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { Undo, Undoable } from '../model/step.ts';

export interface UndoTools {
  engine: Engine;
  compose: Compose;
  environment: Record<string, string>;
  run: ComposeRun;
  /** Told once a step is taken back, so that it is never taken back again. */
  strike: (seq: number) => Promise<void>;
  tell: (undo: string, problem?: string) => void;
}

/** Takes steps back, newest first, and goes on whatever one of them says. Resolves to what went wrong. */
export async function undo(undos: Undoable[], tools: UndoTools): Promise<string[]> {
  const problems: string[] = [];
  for (const { seq, undo: one } of undos) {
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

function describeUndo(one: Undo): string {
  switch (one.undo) {
    case 'remove-network':
      return `remove network ${one.name}`;
    case 'remove-volume':
      return `remove volume ${one.name}`;
    case 'remove-containers':
      return `remove ${one.service ? `the new container of ${one.service}` : `the containers of ${one.composeName}`}`;
    case 'restore':
      return `bring back ${one.service} as it was`;
  }
}

async function takeBack(one: Undo, tools: UndoTools): Promise<void> {
  const { engine } = tools;
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
    case 'restore':
      return restore(one, tools);
  }
}

/** Brings the old definition back on the old image, under its old name, and looks whether it runs. */
async function restore(one: Extract<Undo, { undo: 'restore' }>, { engine, compose, environment, run }: UndoTools): Promise<void> {
  const { composeName, directory, composeFile, service, named } = one;
  await compose.recreate({ composeName, directory, files: [composeFile], envFiles: [], profiles: [], environment }, [service], run);
  const containers = await engine.listContainers({ [composeLabel.project]: composeName, [composeLabel.service]: service });
  const brought = containers.filter((container) => !container.oneOff);
  if (named && brought[0] && brought[0].name !== named) await engine.renameContainer(brought[0].id, named);
  const fallen = brought.find((container) => container.state !== 'running' && container.exitCode !== 0);
  if (fallen || brought.length === 0) throw new EngineError('other', fallen ? `${fallen.name} is ${fallen.state}` : 'it has no container');
}
