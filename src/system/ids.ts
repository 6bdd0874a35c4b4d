import { randomInt, randomUUID } from 'node:crypto';

/** Randomness comes in as an argument. */
export interface Ids {
  uuid(): string;
  /** 0 ≤ n < limit */
  below(limit: number): number;
}

export const systemIds: Ids = { uuid: () => randomUUID(), below: (limit) => randomInt(limit) };
