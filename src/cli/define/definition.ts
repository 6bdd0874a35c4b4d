import type { Call, Flags, World } from '../world.ts';

/** What a definition needs: the words after `--`, the flags at hand, and a place to leave the exit code. */
export interface Definition {
  world: World;
  /** What comes after `--`; undefined where there is none. */
  afterDashes: string[] | undefined;
  callOf(command: { optsWithGlobals(): Flags }): Call;
  finish(exit: number): void;
}
