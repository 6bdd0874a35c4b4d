import type { Clock } from '../../system/clock.ts';

/** Bites where nothing was seen for too long, or where it took too long. */
export interface Watchdog {
  /** A sign of life. */
  calm(): void;
  stop(): void;
  /** Never resolves where it was stopped before. */
  bitten: Promise<'quiet' | 'timeout'>;
}

/** `quietMs` is asked anew at each look. */
export function startWatchdog(limits: { quietMs(): number; timeoutMs: number }, clock: Pick<Clock, 'monotonic'>): Watchdog {
  const { promise, resolve } = Promise.withResolvers<'quiet' | 'timeout'>();
  const started = clock.monotonic();
  let seen = started;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const now = clock.monotonic();
    const leftMs = { quiet: seen + limits.quietMs() - now, timeout: started + limits.timeoutMs - now };
    if (leftMs.timeout <= 0) resolve('timeout');
    else if (leftMs.quiet <= 0) resolve('quiet');
    // It may be asked for less patience meanwhile, so it looks every second; a longer sleep than that saves nothing.
    else timer = setTimeout(look, Math.min(leftMs.quiet, leftMs.timeout, lookEveryMs));
  };
  look();
  return {
    calm: () => void (seen = clock.monotonic()),
    stop: () => clearTimeout(timer),
    bitten: promise,
  };
}

const lookEveryMs = 1000;
