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
  /** A killed execution whose traces are still there. */
  unfinished?: { action: string; execution_uuid: string; since: string };
}
