import type { Times } from '../../contract/stats.ts';

/** How durations are distributed, to three digits: however many there are, a few thousand numbers hold them. */
export class Distribution {
  /** Milliseconds → how many. */
  readonly #counts = new Map<number, number>();
  #count = 0;

  add(seconds: number): void {
    this.#count++;
    const rounded = toThreeDigits(Math.round(seconds * 1000));
    this.#counts.set(rounded, (this.#counts.get(rounded) ?? 0) + 1);
  }

  addAll(other: Distribution): void {
    this.#count += other.#count;
    for (const [ms, times] of other.#counts) this.#counts.set(ms, (this.#counts.get(ms) ?? 0) + times);
  }

  /** By the nearest rank: a value that really was. Undefined where there is none. */
  percentile(percent: number): number | undefined {
    let left = Math.max(1, Math.ceil((percent / 100) * this.#count));
    for (const [ms, times] of [...this.#counts].toSorted(([a], [b]) => a - b)) {
      left -= times;
      if (left <= 0) return ms / 1000;
    }
    return undefined;
  }

  times(): Times {
    const [p50, p95] = [this.percentile(50), this.percentile(95)];
    return { count: this.#count, ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) };
  }
}

function toThreeDigits(ms: number): number {
  let step = 1;
  while (ms >= 1000 * step) step *= 10;
  return Math.round(ms / step) * step;
}
