/** Work that goes on after its answer: it must not be forgotten at the end. */
export interface Pending {
  add(work: Promise<unknown>): void;
  /** Resolves once what has been added so far is done. */
  idle(): Promise<unknown>;
}

export function createPending(): Pending {
  const works = new Set<Promise<unknown>>();
  return {
    add(work) {
      works.add(work);
      const forget = () => works.delete(work);
      void work.then(forget, forget);
    },
    idle: () => Promise.all(works),
  };
}
