import type { Cause } from './cause.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Snapshot } from './snapshot.ts';

/** What an execution was asked to do. */
export type Action = 'up' | 'down' | 'rollback' | 'snapshot' | 'restore';

/** The JSON document of one execution. Key order is part of the contract: `execution_uuid` comes last. Durations are seconds. */
export interface ExecutionRecord {
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
  content_hash?: string;
  execution_uuid: string;
}

export interface RecordedFailure {
  stage: string;
  service?: string;
  exit_code?: number;
  logs: string[];
  hint?: string;
  undo_problems: string[];
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
