import type { ExecutionRecord } from './record.ts';
import type { UserError } from './user-error.ts';

/** What `up` can be told. Times are milliseconds. */
export interface UpOptions {
  /** The project's folder; by default the current one, or the nearest above it with a Compose file. */
  directory?: string;
  /** The instance's name; by default the git branch's or worktree's. */
  name?: string;
  /** A fresh copy under a fresh readable name. */
  fresh?: boolean;
  only?: string[];
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
  /** Demands such as `api=8001` or `web:8000=8001`. */
  ports?: string[];
  timeoutMs?: number;
  settleMs?: number;
  /** Leaves a failed instance for a look. */
  keep?: boolean;
  /** Takes over what plain Compose runs of this project, with its names and volumes. */
  adopt?: boolean;
  /** Copies the record to this file. */
  recordFile?: string;
}

export interface DownOptions {
  volumes?: boolean;
  recordFile?: string;
}

/** How an execution ended: 0 verified, 1 failed and undone, 3 stopped before anything was touched, 130 interrupted. */
export interface Ended {
  record: ExecutionRecord;
  exit: 0 | 1 | 3 | 130;
  /** Why it was stopped. */
  error?: UserError;
  /** Whether anything was done to the engine. */
  changed: boolean;
  /** Nothing of the instance ran before: this execution started it. */
  started?: boolean;
  /** What `x-portside.connect` offers to type, filled in. The lines may hold secrets: for a person's eyes, and never stored. */
  connect?: ConnectLine[];
}

export interface ConnectLine {
  name: string;
  line: string;
}

/** What `up --dry-run` shows: each step and its cause, in order. */
export interface Preview {
  project: string;
  instance: string;
  steps: { step: string; cause: string }[];
  findings: { severity: string; rule: string; message: string; where?: string; fix?: string; repairable?: true }[];
  ports: { name: string; port: number; target: number; service: string }[];
  probes: { probe: string; cause: string }[];
}
