import type { UndoVolumes } from '../apply/undo.ts';
import type { Undoable } from '../model/step.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { release, restoreVolumes } from './undoing.ts';
import { type Owner, undoingTools } from './undoing-tools.ts';
import { writingAnew } from './write-anew.ts';

/** How an execution's undoing, now or after a crash, gets at volumes. */
export function undoVolumes(
  owner: Owner,
  connection: Pick<Connection, 'engine' | 'compose' | 'environment'>,
  tools: Pick<DeployTools, 'home' | 'environment' | 'snapshots' | 'journal'>,
  undos: Undoable[],
): UndoVolumes {
  const undoing = undoingTools(owner, connection, tools, () => undefined);
  const writeAnew = writingAnew(undos, owner.execution, tools.journal);
  return { release: (one) => release(one, undoing), restore: (one) => restoreVolumes(one, undoing, writeAnew) };
}
