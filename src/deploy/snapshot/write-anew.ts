import { UserError } from '../../contract/user-error.ts';
import type { Journal } from '../../ledger/journal.ts';
import { describeUndo } from '../apply/undo.ts';
import type { ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { Undoable } from '../model/step.ts';

/** Writes down, in its place, how a step is taken back from now on: whoever comes after a kill must know how far it came. */
export type WriteAnew = (before: RestoreUndo, now: ReleaseUndo | RestoreUndo) => Promise<void>;

/** For the undos of one execution that are being carried out. A journal that cannot be written keeps no volume from being filled, and nobody from running again. */
export function writingAnew(undos: Undoable[], execution: string, { stepBegun }: Pick<Journal, 'stepBegun'>): WriteAnew {
  return async (before, now) => {
    const found = undos.find(({ undo }) => undo === before);
    if (!found) return;
    await stepBegun(execution, found.seq, describeUndo(now), now).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
  };
}

/** Volumes that are filled are never filled again, over newer data: what is left is to let run who used them. */
export function afterFilling({ composeName, execution, held }: RestoreUndo): ReleaseUndo {
  return { undo: 'release', composeName, execution, held: held.map((one) => ({ ...one, by: 'stop' })) };
}
