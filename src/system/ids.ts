import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Randomness comes in as an argument. */
export interface Ids {
  uuid(): string;
  /** 0 ≤ n < limit */
  below(limit: number): number;
  /** Nobody guesses it: 32 bytes, as base64url. */
  secret(): string;
}

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  below: (limit) => randomInt(limit),
  secret,
};

function secret(): string {
  const drawn = randomBytes(32).toString('base64url');
  // Handed to a program as its argument, it must not be taken for a flag.
  return drawn.startsWith('-') ? secret() : drawn;
}
