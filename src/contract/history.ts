import type { Action, RecordedCommit } from './record.ts';

/** Which part of the ledger is looked at. */
export interface HistoryOptions {
  /** A project's name, `project/instance`, or a folder. Absent: that of the current folder; outside of any project all. */
  project?: string;
  instance?: string;
  /** How many executions. */
  limit: number;
}

/** What the ledger has of one project, or of all. */
export interface HistoryView {
  projects: ProjectHistory[];
  /** The newest first. */
  executions: HistoryEntry[];
  /** The project's folder, where it was found by that; nothing may be recorded of it yet. */
  directory?: string;
}

export interface ProjectHistory extends Ratio {
  project: string;
  /** Successes to one failure that a version of it needs to graduate. */
  asked: number;
  /** The oldest first. */
  versions: HistoryVersion[];
}

/** Of executions that started or replaced something. */
export interface Ratio {
  successes: number;
  failures: number;
}

/** Everything of one content hash. */
export interface HistoryVersion extends Ratio {
  /** v1, v2, in the order in which they were first deployed. */
  version: string;
  content_hash: string;
  /** Successes that are missing to what is asked for each failure, if none of the next fails; since a failure took its graduation back where one did. */
  missing: number;
  graduated?: { at: string; file: string; execution_uuid: string };
  /** UUIDs of the graduation, and of the failure that took it back. */
  taken_back?: { graduation: string; by: string };
}

export interface HistoryEntry {
  project: string;
  instance: string;
  timestamp: string;
  action: Action;
  /** Absent where it stopped before its content was known. */
  version?: string;
  content_hash?: string;
  /** Absent where the project is in no git repository. */
  git?: RecordedCommit;
  /** What changed and why, a sentence each: `web: its definition or image changed`, `first up`, `nothing changed`. */
  changes: string[];
  result: HistoryResult;
  /** One line, of what was not verified. */
  error?: string;
  /** Seconds. */
  duration: number;
  execution_uuid: string;
}

/** `stopped`: before anything was touched. `done`: what is neither up nor down, such as a snapshot. */
export type HistoryResult = 'verified' | 'failed' | 'stopped' | 'interrupted' | 'down' | 'done';

/** What became of a document that the history is kept in. */
export interface DocumentWritten {
  /** Its path, absolute. */
  file: string;
  change: 'created' | 'updated' | 'none';
}
