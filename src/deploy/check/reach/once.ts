import type { CheckInput } from '../rule.ts';

type Seen = Pick<CheckInput, 'stack' | 'surroundings'>;

/** Many rules ask the same of one stack, and none changes it: what was found out once is kept as long as the stack. */
export function once<Found>(find: (input: Seen) => Found): (input: Seen) => Found {
  const kept = new WeakMap<Seen['stack'], WeakMap<Seen['surroundings'], { found: Found }>>();
  return (input) => {
    const ofStack = kept.get(input.stack) ?? new WeakMap<Seen['surroundings'], { found: Found }>();
    kept.set(input.stack, ofStack);
    const one = ofStack.get(input.surroundings) ?? { found: find(input) };
    ofStack.set(input.surroundings, one);
    return one.found;
  };
}
