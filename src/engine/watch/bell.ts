import type { Clock } from '../../system/clock.ts';

/** Wakes whoever waits; a ring that nobody heard lets the next one to wait go on at once. */
export class Bell {
  readonly #clock: Clock;
  readonly #sleepers = new Set<AbortController>();
  #unheard = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#unheard = this.#sleepers.size === 0;
    for (const sleeper of this.#sleepers) sleeper.abort();
    this.#sleepers.clear();
  }

  async wait(ms: number): Promise<void> {
    if (this.#unheard) {
      this.#unheard = false;
      return;
    }
    const sleeper = new AbortController();
    this.#sleepers.add(sleeper);
    await this.#clock.sleep(ms, sleeper.signal);
    this.#sleepers.delete(sleeper);
  }
}
