/** Counts of what is named, the most first; the same count by name. */
export class Tally<Count extends string = 'count'> {
  readonly #named = new Map<string, Record<Count, number>>();
  readonly #zero: Record<Count, number>;

  constructor(zero: Record<Count, number>) {
    this.#zero = zero;
  }

  add(name: string, count: Count, times = 1): void {
    const known = this.#named.get(name) ?? { ...this.#zero };
    known[count] += times;
    this.#named.set(name, known);
  }

  /** Ordered by these counts, one after the other. */
  rows(...by: Count[]): ({ name: string } & Record<Count, number>)[] {
    const order = (a: Record<Count, number>, b: Record<Count, number>) => by.map((count) => b[count] - a[count]).find((less) => less !== 0);
    return [...this.#named]
      .toSorted(([one, a], [other, b]) => order(a, b) ?? (one < other ? -1 : 1))
      .map(([name, counts]) => ({ name, ...counts }));
  }
}
