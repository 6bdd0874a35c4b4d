/** A run that has not ended and is not at work, or what is left of one that is over: then nothing but its id's first eight digits and its instances is known. */
export interface RunLeft {
  id: string;
  /** Of the project, where the run can be gone on with. */
  directory?: string;
  agent?: string;
  /** Epoch milliseconds. */
  startedAt?: number;
  /** How often the agent has tried. */
  tries: number;
  /** `project/instance` of its throw-away instances that are there. */
  copies: string[];
}
