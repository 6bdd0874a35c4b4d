import type { Readable } from 'node:stream';

/** Where an agent's program runs: on the host as a child, in a container, in a terminal that a person can attach to. */
export interface Launcher {
  /**
   * Starts it with standard input closed. Rejects with the system's own error, such as ENOENT, where that cannot be done; a launcher whose program
   * is looked for elsewhere may also let it end with 127, as shells do. Rejects with PlaceGone where it runs elsewhere and that is away.
   */
  launch(argv: readonly string[], place: LaunchPlace): Promise<RunningProgram>;
}

export interface LaunchPlace {
  /** Where it starts; absolute. */
  cwd: string;
  /** All that it may change; absolute. `cwd` lies in it. Absent where it is only asked something, such as its version. */
  worktree?: string;
  /** Outside of the worktree, to be read; absolute. */
  files?: readonly string[];
  /** Its whole environment. */
  env: Record<string, string>;
}

/** The place where programs run is away, such as a container engine: that is nobody's fault in here, and passes. */
export class PlaceGone extends Error {
  override name = 'PlaceGone';
}

/** A program that was started. Whoever has it reads both streams, or it waits in its own writes. */
export interface RunningProgram {
  stdout: Readable;
  stderr: Readable;
  /** The program's own exit code, 128 + the signal's number where one ended it. What it started may live on. Rejects with PlaceGone where nobody can tell any more. */
  exited: Promise<number>;
  /** Ends it and all that it started: asks, then makes it. Resolves when nothing is left that could be found. Never rejects; may be called at any time. */
  end(): Promise<void>;
}
