/** What the engine's machine has and has left; what cannot be seen is absent. */
export interface Machine {
  memoryBytes?: number;
  cpus?: number;
}
