import type { Plan } from '../model/plan.ts';
import type { Need, Step } from '../model/step.ts';
import { type ApplyFailure, type ApplyTools, carryOut, firstFailure } from './carry-out.ts';

/** What is done to one service, one step after another. */
export type ChainStep = Extract<Step, { do: 'before' | 'stop' | 'start' | 'switch' | 'share' | 'configure' }>;

/** What goes out of the way early comes before all chains. */
export function isOfChain(step: Step): step is ChainStep {
  if (step.do === 'before' || step.do === 'stop') return step.early !== true;
  return step.do === 'start' || step.do === 'switch' || step.do === 'share' || step.do === 'configure';
}

/**
 * Each service goes over to its new containers as soon as what it needs holds, side by side with the others; the services that only
 * stop go last. Compose works one at a time, for two of its processes on one project get in each other's way.
 */
export async function carryOutChains(steps: ChainStep[], plan: Omit<Plan, 'steps'>, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const chains = Map.groupBy(steps, ({ service }) => service);
  const starting = [...chains].filter(([, chain]) => chain.some((step) => step.do !== 'stop'));
  const leaving = [...chains].filter(([, chain]) => chain.every((step) => step.do === 'stop'));
  return (await sideBySide(starting, plan, tools)) ?? (await sideBySide(leaving, plan, tools));
}

async function sideBySide(
  chains: [string, ChainStep[]][],
  plan: Omit<Plan, 'steps'>,
  tools: ApplyTools,
): Promise<ApplyFailure | undefined> {
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  let turn: Promise<unknown> = Promise.resolve();
  const done = new Map<string, Promise<ApplyFailure | undefined>>();
  for (const [service, chain] of chains) {
    const before = needsOf(chain).map((need) => done.get(need.service));
    const byCompose = chain.some((step) => step.do === 'before');
    const alone = byCompose ? turn : undefined;
    const work = (async () => {
      if ((await Promise.all(before)).some(Boolean)) return { failed: 'interrupted' as const };
      await alone;
      const failure = await goOver(chain, plan, { ...tools, signal });
      if (failure) stop.abort();
      return failure;
    })();
    work.catch(() => stop.abort());
    if (byCompose) turn = work.catch(() => undefined);
    done.set(service, work);
  }
  return firstFailure([...done.values()]);
}

/** What it needs is awaited before the old version is stopped, not after. */
async function goOver(chain: ChainStep[], plan: Omit<Plan, 'steps'>, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const needing = chain.find((step) => 'needs' in step);
  if (needing) {
    const unmet = await awaitNeeds(needing, needsOf(chain), tools);
    if (unmet) return unmet;
  }
  for (const step of chain) {
    const sends = step.do === 'switch' || step.do === 'share';
    const failure = (sends ? await awaitProof(step, tools) : undefined) ?? (await carryOut(step, plan, tools));
    if (failure) return failure;
  }
  return undefined;
}

function needsOf(chain: ChainStep[]): Need[] {
  return chain.find((step) => 'needs' in step)?.needs ?? [];
}

/** Undefined once all hold that have to. */
export async function awaitNeeds(step: Step, needs: Need[], tools: ApplyTools): Promise<ApplyFailure | undefined> {
  for (const need of needs) {
    const verdict = await tools.waitFor(need, tools.signal);
    if (tools.signal.aborted) return { failed: 'interrupted' };
    if (verdict.outcome === 'failed' && need.required) return { failed: 'need', step, verdict };
  }
  return undefined;
}

async function awaitProof(step: Extract<Step, { do: 'switch' | 'share' }>, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const verdicts = await tools.prove(step.service, tools.signal);
  if (tools.signal.aborted) return { failed: 'interrupted' };
  const verdict = verdicts.find(({ outcome }) => outcome === 'failed');
  return verdict && { failed: 'proof', step, verdict };
}
