import { isOrdinary, isWord } from './secret-shapes.ts';
import { secretsIn } from './secrets-in.ts';

/** Anything shorter is part of much that is none. */
const shortestSecret = 8;

/**
 * The secrets of an environment for those who can only compare bytes: as they are, and as JSON writes them. Words are left out: without
 * what stands beside them nobody could tell the password `postgres` from the service.
 */
export function secretValues(environment: Record<string, string>): string[] {
  const values = Object.entries(environment)
    .flatMap(([name, value]) => secretsIn(name, value))
    .flatMap(({ value }) => (value.length >= shortestSecret && !isOrdinary(value) && !isWord(value) ? [value] : []));
  return [...new Set(values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))];
}
