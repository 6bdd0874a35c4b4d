import type { Clock } from '../../system/clock.ts';

/** Wakes all who wait. Who waits says which ring was the last one heard, so none is missed by looking away in between. */
export class Bell {
  readonly #clock: Clock;
  #rings = 0;
  #next = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings++;
    this.#next.abort();
    this.#next = new AbortController();
  }

  /** Resolves at once where it has rung since, else at the next ring, after `ms`, or when the signal aborts. */
  async wait(ms: number, since: number, signal?: AbortSignal): Promise<void> {
    if (this.#rings !== since) return;
    await this.#clock.sleep(Math.min(ms, longestTimerMs), AbortSignal.any([this.#next.signal, ...(signal ? [signal] : [])]));
  }
}

/** A timer that is set for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;
