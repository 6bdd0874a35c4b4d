import type { Draft } from '../model/draft.ts';
import type { Stack } from '../model/stack.ts';
import { type Surroundings, emptySurroundings } from '../model/surroundings.ts';
import { surveyPaths } from './paths.ts';

/** Looks at all that lies around a stack, so that rules need to look at nothing themselves. Touches nothing. */
export async function survey(stack: Stack, draft: Draft): Promise<Surroundings> {
  const paths = await surveyPaths(stack, draft);
  return { ...emptySurroundings, paths };
}
