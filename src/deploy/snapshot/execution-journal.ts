import { EngineError } from '../../engine/interface.ts';
import type { Execution } from '../execution.ts';
import type { ReleaseUndo, RestoreUndo } from '../model/held.ts';
import type { DeployTools } from '../tools.ts';
import { release } from './release-or-refill.ts';
import type { ToolsForVolumes } from './tools-for-volumes.ts';

/** The steps of a snapshot or a restore, each written down with how it is taken back before it is done. */
export interface ExecutionJournal {
  /** Throws what the work throws; the step's undo stays in the journal then. The work says where it is taken back otherwise from some moment on. */
  step(
    description: string,
    undo: ReleaseUndo | RestoreUndo,
    cause: string,
    work: (writeAnew: (now: ReleaseUndo) => Promise<void>) => Promise<void>,
  ): Promise<void>;
  /** Lets everybody run again who was held. Resolves to what went wrong. */
  takeBack(undo: ReleaseUndo): Promise<string[]>;
  /** Everything is done, or taken back: nothing has to be cleared up. */
  end(): Promise<void>;
}

export async function beginJournal(
  composeName: string,
  { journal }: Pick<DeployTools, 'journal'>,
  { uuid, action, say }: Execution,
  volumeTools: ToolsForVolumes,
): Promise<ExecutionJournal> {
  let sequence = 0;
  await journal.begin({ uuid, action, composeName });
  return {
    async step(description, undo, cause, work) {
      const seq = sequence++;
      await journal.stepBegun(uuid, seq, description, undo);
      say({ event: 'step', step: description, cause, state: 'begin' });
      try {
        await work((now) => journal.stepBegun(uuid, seq, description, now));
      } catch (error) {
        say({ event: 'step', step: description, cause, state: 'failed' });
        throw error;
      }
      await journal.stepDone(uuid, seq);
      say({ event: 'step', step: description, cause, state: 'end' });
    },
    async takeBack(undo) {
      const step = `let ${undo.held.map(({ service }) => service).join(', ') || 'everybody'} go on`;
      try {
        await release(undo, volumeTools);
        say({ event: 'undo', step });
        return [];
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        say({ event: 'undo', step, problem: error.message });
        return [`${step}: ${error.message}`];
      }
    },
    end: () => journal.end(uuid),
  };
}
