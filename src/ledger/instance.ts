import type { Registration } from '../deploy/model/registration.ts';
import type { Identity } from '../deploy/model/stack.ts';

/** A copy of a project, as it is registered. */
export interface Instance extends Identity, Registration {
  files: string[];
  envFiles: string[];
  profiles: string[];
  /** Epoch milliseconds. */
  claimedAt: number;
  updatedAt: number;
}
