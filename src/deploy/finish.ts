import { type ApplyTools, apply } from './apply/apply.ts';
import type { Attempted } from './attempted.ts';
import type { Execution } from './execution.ts';
import { blameApply } from './explain/failure.ts';
import type { Plan } from './model/plan.ts';
import type { Verdict } from './model/probe.ts';
import { staysUp } from './verify/stays-up.ts';
import type { VerifyTools } from './verify/verify.ts';

/** How long what was replaced is watched before it is final. */
const defaultSettleMs = 5000;

/** Undefined where nothing was replaced, or all of it stays up. */
export function watchReplaced(planned: Plan, tools: VerifyTools, settleMs = defaultSettleMs): Promise<Verdict | undefined> {
  const replaced = planned.steps.flatMap((step) => (step.do === 'recreate' && !step.added ? [step.service] : []));
  const watched = planned.expectations.filter(({ service }) => replaced.includes(service));
  return watched.length > 0 ? staysUp(watched, { ...tools, settleMs }) : Promise.resolve(undefined);
}

/** What waits until all is verified. A service that should be gone and is not is a failure; a name or an old network is not worth one. */
export async function finish(planned: Plan, applying: ApplyTools, execution: Execution): Promise<Pick<Attempted, 'ending' | 'blame'>> {
  for (const step of planned.afterwards) {
    const failure = await apply([step], planned, applying);
    if (!failure) continue;
    if (failure.failed === 'interrupted') return { ending: 'interrupted' };
    const blame = blameApply(failure);
    if (step.do === 'remove') return { ending: 'failed', blame };
    execution.say({ event: 'note', message: blame.message });
  }
  return { ending: 'verified' };
}
