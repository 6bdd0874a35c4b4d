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
  /** Waits this long for another execution of the instance to end; without it, busy is busy. */
  waitMs?: number;
  /** How long requests and WebSockets of the old version may go on once it is replaced. */
  drainMs?: number;
  /** Percent of the requests that meet the new version; both stay until `promote` or `abort`. */
  canary?: number;
  /** Ends a canary: the new version takes all. */
  promote?: boolean;
  /** Ends a canary: the old version takes all again. */
  abort?: boolean;
  /** Takes a snapshot of the instance's volumes before it is touched. */
  snapshot?: boolean;
  /** Copies the record to this file. */
  recordFile?: string;
}

export interface DownOptions {
  volumes?: boolean;
  recordFile?: string;
}

/** What `rollback` can be told. Times are milliseconds, and mean what they mean for `up`. */
export interface RollbackOptions {
  /** The revision to go back to; by default the one before that which runs. */
  to?: number;
  settleMs?: number;
  timeoutMs?: number;
  drainMs?: number;
  waitMs?: number;
  /** Puts its volumes back too, from the newest snapshot that was taken while the version ran that comes back, and that has all of them. */
  restore?: boolean;
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
  /** It failed, and what of it has run is left for a look, as `keep` asked. */
  kept?: boolean;
  /** What `x-portside.connect` offers to type, filled in. The lines may hold secrets: for a person's eyes, and never stored. */
  connect?: ConnectLine[];
}

export interface ConnectLine {
  name: string;
  line: string;
}
