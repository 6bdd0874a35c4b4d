import { type Compose, type ComposeInput, type ComposeRun, type Engine, EngineError } from '../../engine/interface.ts';
import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { type Need, type Step, type Undo, describeStep } from '../model/step.ts';
import { doStep } from './do-step.ts';
import { undoOf } from './undo-of.ts';

export interface ApplyTools {
  engine: Engine;
  compose: Compose;
  /** How `docker compose` is called on the plan's file. */
  planInput: ComposeInput;
  run: ComposeRun;
  signal: AbortSignal;
  /** The plan file of the version that runs, where one does: what a changed service is restored from. */
  previousFile: string | undefined;
  /** Written before a step begins and after it ended. */
  journal: { begun: (step: string, undo: Undo | undefined) => Promise<number>; done: (sequence: number) => Promise<void> };
  /** Waits for a dependency to be what a step needs, or until the signal aborts. */
  waitFor: (need: Need, signal: AbortSignal) => Promise<Verdict>;
  tell: (step: Step, state: 'begin' | 'end' | 'failed') => void;
}

/** Why a plan was not carried out to its end. */
export type ApplyFailure =
  | { failed: 'step'; step: Step; error: EngineError }
  | { failed: 'need'; step: Step; verdict: Verdict }
  | { failed: 'interrupted' };

/** Carries out a plan's steps: what they stand on first, then each service as soon as its needs hold. Decides nothing. */
export async function apply(steps: Step[], plan: Plan, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const made = steps.filter((step) => step.do === 'create-network' || step.do === 'create-volume');
  const ground = await firstFailure(made.map((step) => carryOut(step, plan, tools)));
  if (ground) return ground;
  for (const step of steps.filter((one) => one.do === 'create-containers')) {
    const failure = await carryOut(step, plan, tools);
    if (failure) return failure;
  }
  const moved = await startServices(steps, plan, tools);
  if (moved) return moved;
  for (const step of steps.filter((one) => one.do === 'remove' || one.do === 'remove-network' || one.do === 'rename')) {
    const failure = await carryOut(step, plan, tools);
    if (failure) return failure;
  }
  return undefined;
}

/** The engine starts side by side; Compose works one at a time, for two of its processes on one project get in each other's way. */
async function startServices(steps: Step[], plan: Plan, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  let turn: Promise<unknown> = Promise.resolve();
  const done = new Map<string, Promise<ApplyFailure | undefined>>();
  for (const step of steps) {
    if (step.do !== 'start' && step.do !== 'recreate') continue;
    const before = step.needs.map((need) => done.get(need.service));
    const byCompose = step.do === 'recreate' || step.by === 'compose';
    const alone = byCompose ? turn : undefined;
    const work = (async () => {
      if ((await Promise.all(before)).some(Boolean)) return { failed: 'interrupted' as const };
      await alone;
      const failure = (await awaitNeeds(step, tools, signal)) ?? (await carryOut(step, plan, { ...tools, signal }));
      if (failure) stop.abort();
      return failure;
    })();
    work.catch(() => stop.abort());
    if (byCompose) turn = work.catch(() => undefined);
    done.set(step.service, work);
  }
  return firstFailure([...done.values()]);
}

async function awaitNeeds(
  step: Extract<Step, { needs: Need[] }>,
  tools: ApplyTools,
  signal: AbortSignal,
): Promise<ApplyFailure | undefined> {
  for (const need of step.needs) {
    const verdict = await tools.waitFor(need, signal);
    if (signal.aborted) return { failed: 'interrupted' };
    if (verdict.outcome === 'failed' && need.required) return { failed: 'need', step, verdict };
  }
  return undefined;
}

async function carryOut(step: Step, plan: Plan, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  if (tools.signal.aborted) return { failed: 'interrupted' };
  const sequence = await tools.journal.begun(describeStep(step), undoOf(step, plan, tools.previousFile));
  tools.tell(step, 'begin');
  try {
    await doStep(step, plan, tools);
  } catch (error) {
    if (!(error instanceof EngineError) && !tools.signal.aborted) throw error;
    tools.tell(step, 'failed');
    return tools.signal.aborted || !(error instanceof EngineError) ? { failed: 'interrupted' } : { failed: 'step', step, error };
  }
  await tools.journal.done(sequence);
  tools.tell(step, 'end');
  return undefined;
}

/** The one that says most: what failed by itself comes before what was stopped because of it. Nothing is still at work when it resolves or rejects. */
async function firstFailure(work: Promise<ApplyFailure | undefined>[]): Promise<ApplyFailure | undefined> {
  const ended = await Promise.allSettled(work);
  const broken = ended.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  const failures = ended.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []));
  return failures.find((failure) => failure.failed !== 'interrupted') ?? failures[0];
}
