/** Successes to one failure that a version needs to graduate, where `x-portside.graduate` does not say. */
export const usualRatio = 10;

/** Successes that a number of failures asks for: without any yet, as many as with one. */
export function successesNeeded(failures: number, ratio: number): number {
  return Math.ceil(ratio * Math.max(1, failures));
}
