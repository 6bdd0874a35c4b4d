import { type Compose, type ComposeRun, type Engine, EngineError } from '../../engine/interface.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { Undo } from '../model/step.ts';

export interface UndoTools {
  engine: Engine;
  compose: Compose;
  environment: Record<string, string>;
  run: ComposeRun;
  tell: (undo: string, problem?: string) => void;
}

/** Takes steps back, newest first, and goes on whatever one of them says. Resolves to what went wrong. */
export async function undo(undos: Undo[], tools: UndoTools): Promise<string[]> {
  const problems: string[] = [];
  for (const one of undos) {
    try {
      await takeBack(one, tools);
      tools.tell(describeUndo(one));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const problem = `${describeUndo(one)}: ${error.message}`;
      problems.push(problem);
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
      return `remove ${one.service ? `the new container of ${one.service}` : `the containers of ${one.composeName}`}`;
    case 'restore':
      return `bring back ${one.service} as it was`;
  }
}

async function takeBack(one: Undo, { engine, compose, environment, run }: UndoTools): Promise<void> {
  switch (one.undo) {
    case 'remove-network':
      return engine.removeNetwork(one.name);
    case 'remove-volume': {
      // One that somebody else made before has data, and none of these labels.
      const own = await engine.listVolumes({ [composeLabel.project]: one.composeName });
      return own.includes(one.name) ? engine.removeVolume(one.name) : undefined;
    }
    case 'remove-containers': {
      const service = one.service ? { [composeLabel.service]: one.service } : {};
      const made = await engine.listContainers({ [composeLabel.project]: one.composeName, [label.execution]: one.execution, ...service });
      await Promise.all(made.map((container) => engine.removeContainer(container.id)));
      return;
    }
    case 'restore':
      return compose.recreate(
        { composeName: one.composeName, directory: one.directory, files: [one.composeFile], envFiles: [], profiles: [], environment },
        [one.service],
        run,
      );
  }
}
