import type { Stack } from '../model/stack.ts';
import { type Surroundings, emptySurroundings } from '../model/surroundings.ts';

/** Looks at all that lies around a stack, so that rules need to look at nothing themselves. Touches nothing. */
export async function survey(_stack: Stack): Promise<Surroundings> {
  return emptySurroundings;
}
