import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { type ApplyFailure, type ApplyTools, carryOut, firstFailure } from './carry-out.ts';
import { awaitNeeds, carryOutChains, isOfChain } from './chains.ts';

export type { ApplyFailure, ApplyTools } from './carry-out.ts';

/** Carries out a plan's steps: what they stand on and all new containers first, then each service as soon as its needs hold. Decides nothing. */
export async function apply({ steps, ...plan }: Plan, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const inTurn = async (some: Step[]): Promise<ApplyFailure | undefined> => {
    for (const step of some) {
      const failure = await carryOut(step, plan, tools);
      if (failure) return failure;
    }
    return undefined;
  };
  const copies = () => inTurn(steps.filter((step) => step.do === 'snapshot'));
  const earlyStops = () => inTurn(steps.filter((step) => step.do === 'stop' && step.early === true));
  // What is written until everybody stands still would be lost where volumes are filled and that fails.
  const restores = steps.some((step) => step.do === 'restore');
  const ground = steps.filter((step) => step.do === 'create-network' || step.do === 'create-volume');
  return (
    (await firstFailure(ground.map((step) => carryOut(step, plan, tools)))) ??
    (await inTurn(steps.filter((step) => step.do === 'create-containers'))) ??
    (restores ? await earlyStops() : undefined) ??
    (await copies()) ??
    (await earlyBefores(steps, plan, tools)) ??
    (restores ? undefined : await earlyStops()) ??
    (await inTurn(steps.filter((step) => step.do === 'restore'))) ??
    (await carryOutChains(steps.filter(isOfChain), plan, tools))
  );
}

/** While everything old still runs as it did. */
async function earlyBefores(steps: Step[], plan: Omit<Plan, 'steps'>, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  for (const step of steps) {
    if (step.do !== 'before' || step.early !== true) continue;
    const failure = (await awaitNeeds(step, step.needs, tools)) ?? (await carryOut(step, plan, tools));
    if (failure) return failure;
  }
  return undefined;
}
