import { check } from './check/check.ts';
import type { Draft } from './model/draft.ts';
import type { Finding } from './model/finding.ts';
import type { Facts } from './model/observed.ts';
import type { Stack } from './model/stack.ts';
import { survey } from './survey/survey.ts';
import type { DeployTools } from './tools.ts';

/** The check stage: first a look around, then the rules over what was seen. */
export async function inspect(
  { stack, draft, facts }: { stack: Stack; draft: Draft; facts: Facts },
  tools: Pick<DeployTools, 'instances'>,
): Promise<Finding[]> {
  const { project, composeName } = stack.identity;
  const [surroundings, known] = await Promise.all([survey({ stack, draft, facts }), tools.instances.list({ project })]);
  return check({ stack, draft, facts, surroundings, otherInstances: known.filter((one) => one.composeName !== composeName) });
}
