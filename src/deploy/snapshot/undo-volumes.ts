import type { UndoVolumes } from '../apply/undo.ts';
import type { Undoable } from '../model/step.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { release, refillVolumes } from './release-or-refill.ts';
import { type Owner, toolsForVolumes } from './tools-for-volumes.ts';
import { writingAnew } from './write-anew.ts';

/** How an execution's volumeTools, now or after a crash, gets at volumes. */
export function undoVolumes(
  owner: Owner,
  connection: Pick<Connection, 'engine' | 'compose' | 'environment'>,
  tools: Pick<DeployTools, 'home' | 'environment' | 'snapshots' | 'journal' | 'instances' | 'revisions'>,
  undos: Undoable[],
): UndoVolumes {
  const volumeTools = toolsForVolumes(owner, connection, tools, () => undefined);
  const writeAnew = writingAnew(undos, owner.execution, tools.journal);
  return { release: (one) => release(one, volumeTools), restore: (one) => refillVolumes(one, volumeTools, writeAnew) };
}
