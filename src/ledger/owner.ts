import type { Clock } from '../system/clock.ts';

/** The process that works on something, told apart from a later one that got its pid. */
export interface Owner {
  /** A process of another host or container cannot be looked at, only heard from. */
  host: string;
  pid: number;
  startTime: string;
}

/** What the operating system says about processes: `src/system/process.ts`. */
export interface Processes {
  isAlive(process: { pid: number; startTime: string }): Promise<boolean>;
}

export const heartbeatMs = 5_000;
const silentMs = 6 * heartbeatMs;

/** On this host a look at the process decides; elsewhere half a minute without a heartbeat. */
export async function isGone(owner: Owner & { heartbeat: number }, self: Owner, processes: Processes, clock: Clock): Promise<boolean> {
  if (owner.host !== self.host) return clock.now() - owner.heartbeat > silentMs;
  return !(await processes.isAlive(owner));
}
