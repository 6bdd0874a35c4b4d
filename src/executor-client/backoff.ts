const firstMs = 200;
const longestMs = 10_000;

/** Milliseconds to wait before the attempt, counted from 0: exponential, capped, and half of it by chance, so that clients do not come back in step. */
export function backoffMs(attempt: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** attempt);
  return whole / 2 + (whole / 2) * random();
}
