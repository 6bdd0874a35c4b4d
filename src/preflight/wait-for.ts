import type { Clock } from '../system/clock.ts';
import type { Sight } from './sight.ts';

/** How waiting for one dependency ended. */
export interface Waited {
  sight: Sight;
  /** Milliseconds from the start until it answered, or was given up. */
  tookMs: number;
  attempts: number;
}

const firstPauseMs = 250;
const longestPauseMs = 2000;
const growth = 1.5;

interface Waiting {
  timeoutMs: number;
  clock: Clock;
  signal: AbortSignal;
  /** Told what every look in vain saw. */
  onMissing: (sight: Sight) => void;
}

/** Looks again and again, at growing distances, until the dependency answers or its time is over; the last look is at the very end. */
export async function waitFor(
  look: (remainingMs: number) => Promise<Sight>,
  { timeoutMs, clock, signal, onMissing }: Waiting,
): Promise<Waited> {
  const begin = clock.monotonic();
  const remaining = () => begin + timeoutMs - clock.monotonic();
  for (let attempts = 1, pause = firstPauseMs; ; attempts++, pause = Math.min(pause * growth, longestPauseMs)) {
    const sight = await look(Math.max(remaining(), firstPauseMs));
    const left = remaining();
    if (sight.ready || left <= 0 || signal.aborted) return { sight, attempts, tookMs: Math.round(clock.monotonic() - begin) };
    onMissing(sight);
    await clock.sleep(Math.min(pause, left), signal);
  }
}
