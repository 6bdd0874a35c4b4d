import type { AgentReport, Assignment, Backend, Missing } from '../backend.ts';
import type { BackendOptions } from '../options.ts';
import { doubtOf, judge, type Manners } from '../reading/judge.ts';
import type { StreamReader, Told } from '../reading/told.ts';
import type { Here } from '../reading/trouble-in-text.ts';
import { ask } from './ask.ts';
import { createHostLauncher } from './host-launcher.ts';
import { type Launcher, PlaceGone } from './launcher.ts';
import { supervise, type SupervisedEnd } from './supervise.ts';

/** An agent that is a program: how it is called, and how its words are read. */
export interface AgentProgram<Reader extends StreamReader = StreamReader> {
  name: string;
  /** What its stream and its exit code mean beyond its words. */
  saysItsEnd: boolean;
  mend: Manners['mend'];
  argv(assignment: Assignment): string[];
  /** Added to the environment of the assignment. */
  environment?(assignment: Assignment): Record<string, string>;
  reader(here: Here, assignment: Assignment): Reader;
  /** A last look at a try, where the exit code says more than the words. */
  understand?(told: Told, end: SupervisedEnd): Told;
  /** Told what was read of a try that ended. */
  afterwards?(reader: Reader): void;
  missing(ask: Asking): Promise<Missing | undefined>;
}

/** A question to a program that costs no tokens, such as its version; undefined where there is no such program. */
export type Asking = (argv: readonly string[]) => Promise<{ exitCode: number; output: string } | undefined>;

/** Signs of life that are told, one in so many milliseconds; words and tools all, up to a bound. */
const aliveEveryMs = 500;
const mostEvents = 20_000;

const nobodyKnows: SupervisedEnd = { exitCode: 127, ending: 'itself' };

/** Runs an agent that is a program under our own watch. */
export function createProgramBackend<Reader extends StreamReader>(program: AgentProgram<Reader>, options: BackendOptions): Backend {
  const { clock, zone, environment } = options;
  const launcher: Launcher = options.launcher ?? createHostLauncher(options);
  return {
    name: program.name,
    missing: () => program.missing((argv) => ask(argv, { launcher, clock, environment })),
    async work(assignment) {
      const { told, report } = await once(assignment);
      if (!told.lostSession || assignment.session === undefined) return report;
      const { session: _, ...anew } = assignment;
      return (await once(anew)).report;
    },
  };

  async function once(assignment: Assignment): Promise<{ told: Told; report: AgentReport }> {
    const reader = program.reader({ now: clock.now(), zone }, assignment);
    const { end, failure } = await watched(assignment, reader);
    const told = program.understand?.(reader.told(), end) ?? reader.told();
    program.afterwards?.(reader);
    const { quietMs, timeoutMs } = assignment;
    const { name: agent, saysItsEnd, mend } = program;
    const manners: Manners = { agent, saysItsEnd, mend, now: clock.now(), quietMs, timeoutMs };
    const outcome = failure ?? judge(told, end, manners);
    const { usage, said, session } = told;
    return { told, report: { outcome, usage, said, ...(session !== undefined && { session }), ...doubtOf(outcome, told, manners) } };
  }

  async function watched(assignment: Assignment, reader: StreamReader) {
    const { directory, worktree, promptFile, quietMs, timeoutMs, signal } = assignment;
    const tell = teller(assignment, clock);
    const place = {
      cwd: directory,
      worktree,
      files: [promptFile],
      env: { ...assignment.environment, ...program.environment?.(assignment) },
    };
    try {
      const end = await supervise(
        {
          ...place,
          argv: program.argv(assignment),
          quietMs,
          timeoutMs,
          signal,
          onLife: tell.alive,
          onLine: (line, from) => tell.all(reader.line(line, from)),
          isOver: () => reader.isOver(),
          isHopeless: () => reader.isHopeless?.() ?? false,
        },
        { launcher, clock },
      );
      return { end };
    } catch (error) {
      if (error instanceof PlaceGone && !signal.aborted)
        return { end: nobodyKnows, failure: { kind: 'infrastructure' as const, reason: error.message } };
      if (signal.aborted || !(error instanceof Error && 'code' in error)) throw error;
      const failure = { kind: 'crashed' as const, reason: `${program.name} could not be started: ${error.message}`, exitCode: 127 };
      return { end: nobodyKnows, failure };
    }
  }
}

function teller({ listen }: Assignment, clock: BackendOptions['clock']) {
  let left = mostEvents;
  let toldAlive = Number.NEGATIVE_INFINITY;
  return {
    alive() {
      const now = clock.monotonic();
      if (now - toldAlive < aliveEveryMs) return;
      toldAlive = now;
      listen({ event: 'alive' });
    },
    all(events: ReturnType<StreamReader['line']>) {
      for (const event of events) if ((left -= 1) >= 0) listen(event);
    },
  };
}
