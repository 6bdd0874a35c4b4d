import type { DiskSpace } from './disk.ts';

/** What the engine's machine has and has left; what cannot be seen is absent. */
export interface Machine {
  memoryBytes?: number;
  cpus?: number;
  /** Of the file system that holds images, containers and volumes; only of an engine on this machine. */
  disk?: { path: string; space: DiskSpace };
  /** The highest hard limit of open files that a container can be given. */
  mostOpenFiles?: number;
  /** How many networks can still get a subnet: as Docker's own networks leave them, and with the routes of this machine taken off. */
  subnets?: { left: number; leftBesideRoutes: number; all: number };
  /** The lowest port that an engine without root's rights may publish. */
  lowestPort?: number;
}
