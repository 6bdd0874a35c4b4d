import type { Cause } from './cause.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Improvement } from './improvement.ts';
import type { Snapshot } from './snapshot.ts';

/** What an execution was asked to do. */
export type Action = 'up' | 'down' | 'rollback' | 'snapshot' | 'restore' | 'graduate' | 'checkpoint' | 'improve';

/** The JSON document of one execution. Key order is part of the contract: `execution_uuid` comes last. Durations are seconds. */
export interface ExecutionRecord extends Partial<Link> {
  timestamp: string;
  action: Action;
  deployment: Deployment;
  metrics: { startup_duration: number; success: boolean; changed: boolean; stages: Record<string, number> };
  checks: RecordedFinding[];
  probes: RecordedProbe[];
  error?: string;
  failure?: RecordedFailure;
  /** Why it failed. */
  diagnosis?: Diagnosis;
  replaced?: RecordedReplacement[];
  /** What was made, or brought back. */
  snapshot?: Snapshot;
  /** What runs after it: a number of this instance that `rollback --to` takes. */
  revision?: number;
  /** The revision that a rollback brought back under that number. */
  brought_back?: number;
  /** Of everything that shapes the stack, images too: one version, one hash. */
  content_hash?: string;
  /** Where the project's files stood. */
  git?: RecordedCommit;
  graduation?: Graduation;
  checkpoint?: Checkpoint;
  /** What agents came to. */
  improvement?: Improvement;
  execution_uuid: string;
}

/** What makes the ledger a chain; a record that is in none has nothing of it. */
export interface Link {
  /** It started or replaced something, so it counts for the ratio of successes. */
  counts: boolean;
  /** Another machine's, or another PORTSIDE_HOME's, is another one. */
  ledger_id: string;
  /** From 1, without gaps. */
  sequence: number;
  /** `hash` of the record before it; zeros in the first. */
  previous_hash: string;
  /** The Ed25519 public key, base64url, of the machine that signed it. */
  signed_by?: string;
  /** SHA-256, hexadecimal, over the record's canonical JSON (RFC 8785) without `hash` and `signature`. */
  hash: string;
  /** Over the 32 bytes of `hash`, base64url. */
  signature?: string;
}

export interface RecordedCommit {
  commit: string;
  /** The first line of what it says. */
  subject: string;
  /** Whether files that git knows were changed since. */
  dirty: boolean;
}

/** A version that earned trust, and the file that was written for it. */
export interface Graduation {
  successes: number;
  failures: number;
  /** Successes to one failure that were asked for. */
  ratio: number;
  file: string;
}

/** Stands for records that were removed: the chain goes on from it. */
export interface Checkpoint {
  /** The last record that was removed, and its hash. */
  through: number;
  hash: string;
  records: number;
  /** What counts of each version of a project, in the order in which they were first deployed. */
  versions: Record<string, CheckpointVersion[]>;
}

/** A version as it stood at a checkpoint. */
export interface CheckpointVersion {
  content_hash: string;
  successes: number;
  failures: number;
  /** What counts for a graduation, where a failure has taken one back. */
  since_taken_back?: { successes: number; failures: number };
  /** The one that held; the UUID is that of its record. */
  graduated?: Graduation & { uuid: string; timestamp: string };
  /** UUIDs of the records of a graduation and of the failure that took it back. */
  taken_back?: { graduation: string; by: string };
}

export interface RecordedFailure {
  stage: string;
  service?: string;
  exit_code?: number;
  logs: string[];
  hint?: string;
  undo_problems: string[];
  /** Nothing was undone: a canary that could not be promoted goes on beside the old version. */
  canary_waits?: boolean;
  /** A graduation of the same content, by its record's UUID, that this failure took back; the file that was written for it stays as it is. */
  took_back?: { graduation: string; file: string };
  /** What ran before, brought back and looked at again; absent where it was never stopped. */
  old_version?: { verified: boolean; detail: string; probes: RecordedProbe[] };
}

/** Services whose containers gave way to new ones; ids of the old. */
export interface RecordedReplacement {
  service: string;
  strategy: 'recreate' | 'rolling';
  old: string[];
  cause: string;
}

/** Named ports of the settings appear beside these as `<name>_port`. */
export interface Deployment {
  [namedPort: `${string}_port`]: number;
  project: string;
  instance_id: string;
  directory: string;
  services_healthy: boolean;
  services: ServiceReport[];
  endpoints: Endpoint[];
}

export interface ServiceReport {
  service: string;
  containers: { id: string; name: string; image_id: string; state: string; health?: string; exit_code?: number; restarts: number }[];
}

export interface Endpoint {
  /** Name from the settings, else the service's name (with the port where it has several). */
  name: string;
  service: string;
  port: number;
  target: number;
  protocol: 'tcp' | 'udp';
  /** http://, ws:// or tcp:// as the probes show it speaks. */
  url: string;
}

export interface RecordedFinding {
  rule: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  at?: string;
  /** What a deployment that fails of it is said to fail of. */
  cause?: Cause;
  service?: string;
  fix?: string;
}

export interface RecordedProbe {
  service: string;
  kind: string;
  target: string;
  outcome: 'passed' | 'failed' | 'unprobed';
  detail: string;
  duration: number;
}
