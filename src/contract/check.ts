import type { Cause } from './cause.ts';

/** What `check` can be told. */
export interface CheckOptions {
  directory?: string;
  name?: string;
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
  /** Only what these rules find. */
  rules?: string[];
}

/** The document of `check --json`. */
export interface CheckReport {
  project: string;
  instance: string;
  /** Of the project; places are below it. */
  directory: string;
  findings: ReportedFinding[];
  counts: { errors: number; warnings: number; notes: number; repairable: number };
  /** Rules that the project's settings switch off, and why. */
  switched_off: { rule: string; reason: string; services?: string[] }[];
  /** What could not be looked at, and why; absent where all was. */
  not_checked: string[];
}

export interface ReportedFinding {
  rule: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  /** What happens where it stays so. */
  why?: string;
  cause?: Cause;
  service?: string;
  /** Absolute; line and column are counted from 1. */
  file?: string;
  line?: number;
  column?: number;
  /** What to do, in words. */
  fix?: string;
  /** Where the rule is explained. */
  docs: string;
  repairable: boolean;
  /** What `--fix` does for it, as a unified diff. */
  patch?: string;
  /** Why `--fix` leaves it alone, though it knows what to do. */
  not_repaired?: string;
}

export interface Checked {
  report: CheckReport;
  /** Absent where nothing can be repaired. */
  repair?: Repairing;
}

/** All repairs at once. */
export interface Repairing {
  /** A unified diff, without secrets. */
  patch: string;
  /** Writes it. Throws UserError where a file was changed meanwhile, or Compose would not accept the result: then nothing is written. */
  apply(): Promise<{ files: string[] }>;
}

/** One rule, as it explains itself. */
export interface RuleText {
  id: string;
  why: string;
  cause?: Cause;
  /** It cannot be switched off. */
  always?: true;
  docs: string;
}
