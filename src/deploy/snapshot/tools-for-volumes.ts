import type { Engine } from '../../engine/interface.ts';
import type { Snapshots } from '../../ledger/snapshots.ts';
import { composeLabel, label } from '../model/labels.ts';
import { planFiles } from '../plan-files.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { helperImage } from './helper-image.ts';
import { type VersionHeld, versionHeld } from './version-held.ts';
import type { VolumeTools } from './volume-archive.ts';

/** What volumes of an instance are copied, filled, and let go with. */
export interface ToolsForVolumes extends VolumeTools {
  engine: Engine;
  snapshots: Snapshots;
  /** Of the containers that stand still meanwhile. */
  version: () => Promise<VersionHeld>;
  tell: (words: string) => void;
}

/** Whose volumes are copied or filled, and for which execution. */
export interface Owner {
  composeName: string;
  execution: string;
  /** The project's, where it is known: helpers carry it. */
  directory?: string;
}

/** Helpers run on an image of the instance's own where that can do it. */
export function toolsForVolumes(
  { composeName, execution, directory }: Owner,
  { engine, compose, environment }: Pick<Connection, 'engine' | 'compose' | 'environment'>,
  tools: Pick<DeployTools, 'home' | 'environment' | 'snapshots' | 'instances' | 'revisions'>,
  tell: (words: string) => void,
): ToolsForVolumes {
  const files = planFiles(tools.home, composeName, execution);
  const helping = { engine, compose, files, environment: { ...tools.environment, ...environment } };
  return {
    ...{ engine, composeName, snapshots: tools.snapshots, tell },
    version: () => versionHeld({ composeName, execution }, tools),
    labels: { [label.execution]: execution, ...(directory === undefined ? {} : { [label.directory]: directory }) },
    async image(...programs) {
      const own = await engine.listContainers({ [composeLabel.project]: composeName });
      const atHand = own.map(({ imageId }) => imageId);
      return helperImage(programs, atHand, helping);
    },
  };
}
