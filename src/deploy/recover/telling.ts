import type { InFlight } from '../../ledger/journal.ts';
import type { Looking } from '../conclude/seen-again.ts';
import type { Execution } from '../execution.ts';
import { sayVerdict } from '../say.ts';

/** What is told while a killed execution is cleared up. */
export interface Telling {
  step: (done: string, problem?: string) => void;
  /** What is left to whoever reads it. */
  note: (words: string) => void;
  verdict: Looking['tell'];
}

/** As events of the execution that clears up. */
export function telling(execution: Execution, { committed }: InFlight): Telling {
  return {
    step: (step, problem) =>
      committed
        ? execution.say({ event: 'step', step, cause: problem ?? 'it was replaced', state: problem ? 'failed' : 'end' })
        : execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
    note: (message) => execution.say({ event: 'note', message }),
    verdict: (verdict) => sayVerdict(verdict, execution),
  };
}
