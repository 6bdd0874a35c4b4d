import type { Improvement } from '../../contract/improvement.ts';
import type { Graduation } from '../../contract/record.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Endpoint, ServiceReport } from '../../contract/record.ts';
import { exitCode } from '../../contract/user-error.ts';
import type { Finding } from './finding.ts';
import type { Replacement } from './plan.ts';
import type { Verdict } from './probe.ts';

/** How an execution ended, before it becomes a record. */
export interface Outcome {
  result: 'verified' | 'failed' | 'stopped' | 'interrupted';
  changed: boolean;
  endpoints: Endpoint[];
  services: ServiceReport[];
  findings: Finding[];
  verdicts: Verdict[];
  replaced?: Replacement[];
  /** What was made, or brought back. */
  snapshot?: Snapshot;
  graduation?: Graduation;
  improvement?: Improvement;
  failure?: Failure;
  diagnosis?: Diagnosis;
}

/** What a command ends with. */
export const exits = {
  verified: exitCode.verified,
  failed: exitCode.failed,
  stopped: exitCode.stopped,
  interrupted: exitCode.interrupted,
} as const;

/** What went wrong, with the evidence that was there before anything was undone. */
export interface Failure {
  /** One line: what failed, and where. */
  message: string;
  stage: string;
  service?: string;
  exitCode?: number;
  logs: string[];
  hint?: string;
  /** What the undoing said, where it did not go as planned. */
  undoProblems: string[];
  oldVersion?: OldVersion;
  /** A graduation that this failure took back, and the file that was written for it. */
  tookBack?: { graduation: string; file: string };
  /** Nothing was undone: old and new serve beside each other, as before. */
  canaryWaits?: boolean;
}

/** What ran before, looked at again after it was brought back. */
export interface OldVersion {
  verified: boolean;
  /** One line. */
  detail: string;
  verdicts: Verdict[];
}
