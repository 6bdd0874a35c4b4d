import type { Clock } from '../../system/clock.ts';

/** Counts down while it runs, and rests while the process is paused. */
export interface Deadline {
  rest(): void;
  go(): void;
  cancel(): void;
}

export function startDeadline(seconds: number, clock: Clock, onPassed: () => void): Deadline {
  let leftMs = seconds * 1000;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const go = () => {
    if (timer || over) return;
    since = clock.monotonic();
    timer = setTimeout(onPassed, leftMs);
  };
  const rest = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    leftMs = Math.max(0, leftMs - (clock.monotonic() - since));
  };
  go();
  const cancel = () => {
    over = true;
    clearTimeout(timer);
  };
  return { go, rest, cancel };
}
