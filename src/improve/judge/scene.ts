import type { CriterionResult } from '../../contract/improvement.ts';
import type { Ended } from '../../contract/options.ts';
import type { DeployTools } from '../../deploy/tools.ts';
import type { Copy } from './copy.ts';

/** A tree that was just brought up, or could not be, and what its criteria are looked at with. */
export interface Scene {
  /** Its id. */
  run: string;
  ended: Ended;
  copy: Copy;
  /** For what a command writes; nobody else's. */
  folder: string;
  /** Successes to one failure that are trust. */
  ratio: number;
  /** What the same criteria came to at the base commit. */
  baseCriteria?: readonly CriterionResult[] | undefined;
  /** Variables that its commands may see. */
  pass: readonly string[];
  tools: DeployTools;
  signal: AbortSignal;
}
