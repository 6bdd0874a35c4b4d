import type { Clock } from '../../system/clock.ts';
import { type ProcessGroup, startGroup } from '../../system/process-group.ts';
import type { StrayKiller } from '../../system/stray-processes.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { emptied, endGroup } from '../../system/end-group.ts';
import { type OutputListener, pumpOutput } from './output-pump.ts';

export interface CommandSpec {
  argv: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** Its standard input; without, that is closed. */
  input?: string;
  timeoutSeconds: number;
  /** Hidden in the output. */
  secrets: readonly string[];
  /** `NAME=value` in `env` by which strays are found. */
  mark: string;
  onOutput: OutputListener;
}

export interface CommandOutcome {
  status: 'completed' | 'failed' | 'canceled';
  exitCode: number;
  error?: string;
  seconds: number;
}

/** A command at work. `done` resolves once nothing of it is left: no member of its group, no stray, no unread output. */
export interface RunningCommand {
  pid: number;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** At once, and without waiting for anything. */
  kill(): void;
  /** Backpressure: while held, nothing is read and the process waits. */
  hold(): void;
  release(): void;
  done: Promise<CommandOutcome>;
}

/** What a time-out reports, as timeout(1) does. */
export const timedOutCode = 124;
/** For what a command leaves behind in its group, before it is ended too. */
const leftoverGraceMs = 1000;
/** At what a command left elsewhere; one that cannot be killed must not keep us. */
const mostLooks = 50;
/** Without a word, after everything that could be found has ended. */
const quietMs = 1000;

/** Rejects with the system's own error where the program cannot be started. */
export async function startCommand(
  spec: CommandSpec,
  { clock, killStrays }: { clock: Clock; killStrays: StrayKiller },
): Promise<RunningCommand> {
  const started = clock.monotonic();
  const group = await startGroup(spec.argv, spec);
  const pump = pumpOutput(group, spec, clock);
  let ending: 'canceled' | 'timed-out' | undefined;
  let ended: Promise<void> | undefined;
  let paused = false;
  const end = (why: NonNullable<typeof ending>) => {
    ending ??= why;
    ended ??= endGroup(group, clock);
  };
  const deadline = startDeadline(spec.timeoutSeconds, clock, () => end('timed-out'));
  const setPaused = (value: boolean) => {
    if (ended || paused === value) return;
    paused = value;
    group.signal(value ? 'SIGSTOP' : 'SIGCONT');
    if (value) deadline.rest();
    else deadline.go();
  };

  return {
    pid: group.pid,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    cancel: () => end('canceled'),
    kill: () => group.signal('SIGKILL'),
    hold: pump.hold,
    release: pump.release,
    done: finish(),
  };

  async function finish(): Promise<CommandOutcome> {
    const exitCode = await group.exited;
    const seconds = Math.round(clock.monotonic() - started) / 1000;
    await clearUp(group, deadline, () => ended, clock);
    await killAllStrays(spec.mark, killStrays);
    await pump.drained(quietMs);
    return { seconds, ...verdict(ending, exitCode, spec.timeoutSeconds) };
  }
}

/** What was born while one look was under way is found by the next. */
async function killAllStrays(mark: string, killStrays: StrayKiller): Promise<void> {
  for (let looks = 0; looks < mostLooks && (await killStrays(mark)) > 0; looks += 1);
}

async function clearUp(group: ProcessGroup, deadline: Deadline, ended: () => Promise<void> | undefined, clock: Clock): Promise<void> {
  deadline.cancel();
  await ended();
  if (!(await emptied(group, leftoverGraceMs, clock))) await endGroup(group, clock);
}

function verdict(ending: 'canceled' | 'timed-out' | undefined, exitCode: number, timeoutSeconds: number): Omit<CommandOutcome, 'seconds'> {
  if (ending === 'canceled') return { status: 'canceled', exitCode };
  if (ending === 'timed-out') return { status: 'failed', exitCode: timedOutCode, error: `timed out after ${timeoutSeconds} s` };
  if (exitCode === 0) return { status: 'completed', exitCode };
  return { status: 'failed', exitCode, error: exitCode > 128 ? `ended by signal ${exitCode - 128}` : `exit code ${exitCode}` };
}
