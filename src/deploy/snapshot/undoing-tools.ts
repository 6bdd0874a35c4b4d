import { composeLabel, label } from '../model/labels.ts';
import { planFiles } from '../plan-files.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { helperImage } from './helper-image.ts';
import type { UndoingTools } from './undoing.ts';

/** Whose volumes are copied or filled, and for which execution. */
export interface Owner {
  composeName: string;
  execution: string;
  /** The project's, where it is known: helpers carry it. */
  directory?: string;
}

/** Helpers run on an image of the instance's own where that can do it. */
export function undoingTools(
  { composeName, execution, directory }: Owner,
  { engine, compose, environment }: Pick<Connection, 'engine' | 'compose' | 'environment'>,
  tools: Pick<DeployTools, 'home' | 'environment' | 'snapshots'>,
  tell: (words: string) => void,
): UndoingTools {
  const files = planFiles(tools.home, composeName, execution);
  const helping = { engine, compose, files, environment: { ...tools.environment, ...environment } };
  return {
    ...{ engine, composeName, snapshots: tools.snapshots, tell },
    labels: { [label.execution]: execution, ...(directory === undefined ? {} : { [label.directory]: directory }) },
    async image(...programs) {
      const own = await engine.listContainers({ [composeLabel.project]: composeName });
      const atHand = own.map(({ imageId }) => imageId);
      return helperImage(programs, atHand, helping);
    },
  };
}
