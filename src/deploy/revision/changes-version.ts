import type { Plan } from '../model/plan.ts';

/** Whether a plan makes or removes a container; to start one again that is there is no other version. */
export function changesVersion({ steps, finishing }: Pick<Plan, 'steps' | 'finishing'>): boolean {
  return steps.some((step) => step.do !== 'start' || step.containers === 'new') || finishing.some((step) => step.do === 'remove');
}
