import { type InPlace, runInPlace } from '../system/in-place.ts';
import { type HandedOn, catchSignals, exitCodeOfSignal } from '../system/signals.ts';

/** Who holds the place of a program: first waits in its stead, then runs it and hands every signal on. */
export interface Place {
  /** Aborted by a signal that would have ended the program, while there is none yet; its reason is the exit code. */
  readonly left: AbortSignal;
  /** Runs the program to its end; 127 where there is none of this name, 126 where it cannot be started, as shells have it. */
  run(argv: readonly string[], environment: Record<string, string>): Promise<{ exit: number; problem?: string }>;
  release(): void;
}

const ending: readonly HandedOn[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];

/** As process 1 this process would not even end by TERM without being asked to. */
export async function takePlace(): Promise<Place> {
  const leaving = new AbortController();
  let program: InPlace | undefined;
  const release = await catchSignals((signal) => {
    if (program) program.signal(signal);
    else if (ending.includes(signal)) leaving.abort(exitCodeOfSignal(signal));
  });
  return {
    left: leaving.signal,
    release,
    async run(argv, environment) {
      try {
        program = runInPlace(argv, environment);
        return { exit: await program.ended };
      } catch (error) {
        return couldNotStart(argv[0] ?? '', error);
      }
    },
  };
}

function couldNotStart(program: string, error: unknown): { exit: number; problem: string } {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT')
    return { exit: 127, problem: `${program} cannot be started: there is no such program, or what its first line names is missing` };
  const why =
    code === 'EACCES' ? 'it is not executable, or its folder may not be entered' : error instanceof Error ? error.message : String(error);
  return { exit: 126, problem: `${program} cannot be started: ${why}` };
}
