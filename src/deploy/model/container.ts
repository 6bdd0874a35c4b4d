import type { ContainerState, Health } from './observed.ts';

export type { Health } from './observed.ts';

/** One container, as the engine describes it at one moment. */
export interface ContainerDetails {
  id: string;
  name: string;
  service: string;
  imageId: string;
  state: ContainerState;
  health: Health;
  /** What the last probes printed, newest last. */
  healthLog: { exitCode: number; output: string }[];
  exitCode: number;
  oomKilled: boolean;
  /** The engine's own words where it could not start it. */
  error: string;
  restartCount: number;
  /** Epoch milliseconds; 0 where it never started. */
  startedAt: number;
  /** The process id on the engine's machine; 0 where it does not run. */
  pid: number;
  /** network name → address; empty strings left out. */
  addresses: Record<string, string>;
}

/** A container's end, as the engine's events told it. */
export interface Death {
  exitCode: number;
  /** Epoch milliseconds. */
  at: number;
}
