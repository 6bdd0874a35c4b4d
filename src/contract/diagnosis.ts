import type { Cause } from './cause.ts';
import type { Repairing } from './check.ts';

/** Why it failed: one cause, the evidence for it, and what to do. */
export interface Diagnosis {
  cause: Cause;
  /** One sentence, naming services, ports and files. */
  summary: string;
  /** Whose fault it is; not always who failed. */
  service?: string;
  /** Quoted, the most telling first. `from` says where it was seen: `logs of web`, `healthcheck of db`, `engine`, `compose.yaml:12:5`. */
  evidence: { from: string; text: string }[];
  /** What to do, as one would tell a colleague. */
  suggestion: string;
  /** `file:line:column` of what is to be changed, where that is known. */
  at?: string;
  /** There is a change that `portside diagnose --fix` makes. */
  repairable: boolean;
  /** A unified diff of it. */
  patch?: string;
  /** Further causes that the evidence shows, less sure ones last. */
  also: { cause: Cause; summary: string; service?: string }[];
}

/** What `portside diagnose` says. Without a diagnosis nothing is wrong, as far as can be seen. */
export interface Explained {
  /** `shop/main` */
  instance: string;
  execution_uuid?: string;
  diagnosis?: Diagnosis;
}

/** What was explained, and what mends it on the project's files as they are now. */
export interface Explaining {
  explained: Explained;
  repair?: Repairing;
}
