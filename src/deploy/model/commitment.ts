import type { ExecutionRecord } from '../../contract/record.ts';
import type { Lease } from './port.ts';
import type { InstanceChanges } from './registration.ts';
import type { Identity } from './stack.ts';
import type { FinishingStep } from './step.ts';

/** All that is left to do once a deployment is verified, as data: whoever comes next can finish it, and nobody undoes it. */
export interface Commitment {
  identity: Identity;
  /** Drain, stop and remove what was replaced; each may have been done already. */
  finishing: FinishingStep[];
  instance: InstanceChanges;
  /** Those that the instance keeps. */
  leases: Lease[];
  /** Its number; its file was written before. */
  revision?: number;
  record: ExecutionRecord;
  about: About;
  planFile?: string;
  /** That of the version before: it says what its containers want before they stop. */
  formerPlan?: string;
}

/** What the ledger is told beside the record. */
export interface About {
  /** It started or replaced something, so it counts for the ratio of successes. */
  counts: boolean;
}
