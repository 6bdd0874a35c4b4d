import type { UserError } from '../contract/user-error.ts';
import type { ContainerWatch } from '../engine/interface.ts';
import type { TakenBack } from './conclude/take-back.ts';
import type { Blame } from './explain/failure.ts';
import type { Finding } from './model/finding.ts';
import type { Images } from './model/image.ts';
import type { Outcome } from './model/outcome.ts';
import type { Plan } from './model/plan.ts';
import type { Verdict } from './model/probe.ts';
import type { Stack } from './model/stack.ts';

/** How far an attempt came. */
export interface Progress {
  stack?: Stack;
  images?: Images;
  plan?: Plan;
  planFile?: string;
  watch?: ContainerWatch;
  findings: Finding[];
  verdicts: Verdict[];
}

export interface Attempted extends Progress {
  ending: Outcome['result'];
  blame?: Blame;
  error?: UserError;
  /** Leased ports that the engine found taken after all. */
  takenPorts?: number[];
  /** It was taken back already, and something of it could not be: that is told, and not tried twice. */
  takenBack?: TakenBack;
}
