import type { Readable } from 'node:stream';
import { BoundedLineCutter } from '../../system/bounded-lines.ts';
import type { Clock } from '../../system/clock.ts';
import type { Launcher, LaunchPlace, RunningProgram } from './launcher.ts';
import { startWatchdog } from './watchdog.ts';

export interface Supervision extends LaunchPlace {
  argv: readonly string[];
  quietMs: number;
  timeoutMs: number;
  signal: AbortSignal;
  /** Told each line as it comes; of an endless one only its ends. */
  onLine(line: string, from: 'stdout' | 'stderr'): void;
  /** Told whenever anything at all comes. */
  onLife(): void;
  /** Whether it has said its last word, so that it need not be waited for long. */
  isOver(): boolean;
  /** Whether it only waits for what it will not get, so that it need not be waited for at all. */
  isHopeless?(): boolean;
}

export interface SupervisedEnd {
  exitCode: number;
  /** Who ended it: itself, or the watchdog. `lingered`: it had said its last word, and did not go. */
  ending: 'itself' | 'quiet' | 'timeout' | 'lingered';
}

/** Characters of one line: a picture that a tool read goes through, an endless line does not. */
const longestLine = 8 * 1024 * 1024;
/** After its last word. */
const lingerMs = 20_000;
/** For a word more of one that is hopeless. */
const hopelessMs = 1000;
/** For what is still in the pipes, once nothing lives that could write to them. */
const drainMs = 1000;

/**
 * Runs a program to its end and leaves nothing of it behind. Rejects with the system's own error where it cannot be started, with PlaceGone where it
 * runs elsewhere and that went away, and with the signal's reason once an aborted one has ended.
 */
export async function supervise(spec: Supervision, { launcher, clock }: { launcher: Launcher; clock: Clock }): Promise<SupervisedEnd> {
  spec.signal.throwIfAborted();
  const program = await launcher.launch(spec.argv, spec);
  const watchdog = startWatchdog({ quietMs: () => patienceWith(spec), timeoutMs: spec.timeoutMs }, clock);
  const drained = Promise.all((['stdout', 'stderr'] as const).map((name) => read(program[name], name)));
  const aborted = Promise.withResolvers<'aborted'>();
  const abort = () => aborted.resolve('aborted');
  spec.signal.addEventListener('abort', abort, { once: true });
  try {
    const first = await Promise.race([program.exited.then(() => 'itself' as const), watchdog.bitten, aborted.promise]).catch(
      async (error: unknown) => {
        await leave();
        throw error;
      },
    );
    await leave();
    const ending = first === 'quiet' && spec.isOver() ? 'lingered' : first;
    return { exitCode: await program.exited, ending: ending === 'aborted' ? 'itself' : ending };
  } finally {
    watchdog.stop();
    spec.signal.removeEventListener('abort', abort);
  }

  async function leave(): Promise<void> {
    watchdog.stop();
    await program.end();
    await within(drained, program, clock);
    spec.signal.throwIfAborted();
  }

  function read(stream: Readable, name: 'stdout' | 'stderr'): Promise<void> {
    const cutter = new BoundedLineCutter((line) => spec.onLine(line, name), longestLine);
    stream.on('data', (bytes: Buffer) => {
      watchdog.calm();
      spec.onLife();
      cutter.push(bytes);
    });
    stream.on('error', () => undefined);
    return new Promise((resolve) => {
      stream.once('close', () => {
        cutter.flush();
        resolve();
      });
    });
  }
}

function patienceWith({ isOver, isHopeless, quietMs }: Supervision): number {
  if (isHopeless?.()) return Math.min(hopelessMs, quietMs);
  return isOver() ? Math.min(lingerMs, quietMs) : quietMs;
}

/** A pipe that somebody whom nobody could find still holds open must not keep us. */
async function within(drained: Promise<unknown>, { stdout, stderr }: RunningProgram, clock: Clock): Promise<void> {
  const late = new AbortController();
  await Promise.race([drained, clock.sleep(drainMs, late.signal)]);
  late.abort();
  for (const stream of [stdout, stderr]) stream.destroy();
  await drained;
}
