import type { Endpoint } from './record.ts';

/** One instance as `ps` shows it: what is registered, and what the engine says now. */
export interface InstanceView {
  project: string;
  instance: string;
  /** What `docker compose -p` takes. */
  compose_name: string;
  directory: string;
  /** What the engine says now; `down`: nothing of it is left but its volumes. */
  state: 'running' | 'degraded' | 'stopped' | 'starting' | 'failed' | 'unfinished' | 'down';
  services: { service: string; state: string; health?: string; container: string }[];
  endpoints: Endpoint[];
  named_ports: Record<string, number>;
  execution_uuid?: string;
  /** Which of its revisions runs; absent before the first that was verified. */
  revision?: number;
  /** A new version that gets only a share of the requests, in percent, until `up --promote` or `up --abort`. */
  canary?: { execution_uuid: string; share: number; services: string[] };
  /** ISO 8601 */
  updated_at: string;
  unfinished?: UnfinishedExecution;
}

/** A killed execution whose traces are still there, until the next `up`, `down` or `doctor --fix`. */
export interface UnfinishedExecution {
  action: string;
  execution_uuid: string;
  /** ISO 8601 */
  since: string;
  /** What becomes of it: everything was verified, and the rest of it is done; or it is taken back. */
  ending: 'finish' | 'undo';
}
