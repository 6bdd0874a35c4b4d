import type { RecordedReplacement } from './record.ts';

/** What `up --dry-run` and `rollback --dry-run` show: what becomes of each service, then each step and its cause, in order. */
export interface Preview {
  project: string;
  instance: string;
  /** The revision that a rollback would bring back. */
  brings_back?: number;
  replaced: PreviewedReplacement[];
  /** Services that run as they should, and are left as they are. */
  stays: string[];
  /** Services that the file no longer names. */
  removed: string[];
  /** The reverse proxy that rolling services stand behind. */
  edge?: PreviewedEdge;
  /** `once_verified`: done only when all of it is proved, and never taken back. */
  steps: { step: string; cause: string; once_verified?: true }[];
  findings: { severity: string; rule: string; message: string; where?: string; fix?: string; repairable?: true }[];
  ports: { name: string; port: number; target: number; service: string }[];
  probes: { probe: string; cause: string }[];
}

/** Ids of the old containers; `not_rolling` says why a service is recreated that was to be rolling. */
export interface PreviewedReplacement extends RecordedReplacement {
  behind_edge: boolean;
  /** The command that runs in the new image first. */
  before?: string[];
  not_rolling?: string;
}

export interface PreviewedEdge {
  server: 'caddy' | 'nginx';
  /** Host ports, and what they lead to. */
  ports: { port: number; service: string; target: number }[];
  domain?: string;
}
