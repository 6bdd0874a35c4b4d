/** Successes to one failure that a version needs to graduate. */
export const targetRatio = 10;

/** How many successes are missing to the target, if none of the next fails. Without any failure the target itself is asked for. */
export function missing({ successes, failures }: { successes: number; failures: number }, ratio = targetRatio): number {
  return Math.max(0, ratio * Math.max(1, failures) - successes);
}
