import type { Ratio } from './history.ts';

/** What the executions of a project, or of all, come to. Durations are seconds; percentiles are of the nearest rank, to three digits. */
export interface HistoryStats extends Ratio {
  projects: string[];
  /** When the first and the last were; absent where there is none. */
  from?: string;
  to?: string;
  /** Of `up` that started or replaced something and was verified. */
  time_to_verified: { all: Times; first_starts: Times; replacements: Times };
  /** Of the same executions, in the order of the pipeline. */
  stages: ({ stage: string } & Times)[];
  /** Why `up` and `rollback` failed or were stopped: by the cause of the diagnosis, else by the stage. The commonest first. */
  causes: { cause: string; count: number }[];
  /** How often each service was what failed, and was restarted by the engine. The worst first; with several projects `project/service`. */
  services: { service: string; failures: number; restarts: number }[];
  /** Of all versions: how many were verified the first time that they counted. */
  first_time: { versions: number; verified: number };
  /** Builds (each `up` that came as far as building and changed something or did not succeed) up to the verified ones, and how many those are. */
  rebuilds: { builds: number; verified: number };
  trend: { unit: 'day' | 'week' | 'month'; periods: Period[] };
}

export interface Times {
  count: number;
  /** Absent where there is none. */
  p50?: number;
  p95?: number;
}

/** A day, week or month, also where nothing happened in it. */
export interface Period extends Ratio {
  /** Its first day, `2026-11-16`, in UTC. */
  from: string;
  /** Median time to verified. */
  p50?: number;
}
