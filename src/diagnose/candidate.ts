import type { Cause } from '../contract/cause.ts';
import type { Diagnosis } from '../contract/diagnosis.ts';
import type { Repair } from '../deploy/model/repair.ts';
import type { Evidence } from './evidence.ts';

/** A line that was seen, and where: `logs of web`. */
export type Quote = Diagnosis['evidence'][number];

/** What one rule takes the failure for. */
export interface Candidate {
  cause: Cause;
  summary: string;
  service?: string;
  evidence: Quote[];
  suggestion: string;
  /** Where it is to be changed: a path of Compose's model, or a place of a file. */
  at?: string | (string | number)[];
  repair?: Repair;
  /**
   * 0 to 100. 90 and more: the engine itself says so. 80: a program says so in words that mean only this, and what else was seen agrees.
   * 70: it says so. 50: it may be so. 30: nothing speaks against it.
   */
  sure: number;
  /** A service whose own failure would explain this one. */
  unless?: string;
}

/** Looks at evidence and at nothing else. */
export interface Rule {
  look(evidence: Evidence): Candidate[];
}

/** A diagnosis, and the change of the project's files that mends what it found. */
export type Diagnosed = Diagnosis & { repair?: Repair };
