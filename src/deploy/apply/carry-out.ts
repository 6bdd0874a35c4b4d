import { EngineError } from '../../engine/interface.ts';
import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { type Need, type Step, type Undo, describeStep } from '../model/step.ts';
import { type BeforeEnd, BeforeFailed } from './before-failed.ts';
import { type StepTools, doStep } from './do-step.ts';
import { touchesData, undoOf } from './undo-of.ts';

export interface ApplyTools extends StepTools {
  signal: AbortSignal;
  /** Written before a step begins and after it ended. */
  journal: {
    begun: (step: string, undo: Undo | undefined) => Promise<number>;
    done: (sequence: number) => Promise<void>;
    /** From now on the volumes may hold something else than was copied. */
    dataTouched: () => Promise<void>;
  };
  /** Waits for a dependency to be what a step needs, or until the signal aborts. */
  waitFor: (need: Need, signal: AbortSignal) => Promise<Verdict>;
  /** Waits until a service's new containers are what they must be, before anything is sent to them. */
  prove: (service: string, signal: AbortSignal) => Promise<Verdict[]>;
  tell: (step: Step, state: 'begin' | 'end' | 'failed') => void;
}

/** Why a plan was not carried out to its end. */
export type ApplyFailure =
  | { failed: 'step'; step: Step; error: EngineError }
  | { failed: 'before'; end: BeforeEnd }
  | { failed: 'need'; step: Step; verdict: Verdict }
  /** The new version does not prove itself beside the old one. */
  | { failed: 'proof'; step: Step; verdict: Verdict }
  | { failed: 'interrupted' };

/** One step, journalled before and after. Throws what is not the engine's. */
export async function carryOut(step: Step, plan: Omit<Plan, 'steps'>, tools: ApplyTools): Promise<ApplyFailure | undefined> {
  if (tools.signal.aborted) return { failed: 'interrupted' };
  if (touchesData(step)) await tools.journal.dataTouched();
  const sequence = await tools.journal.begun(describeStep(step), undoOf(step, plan));
  tools.tell(step, 'begin');
  try {
    await doStep(step, plan, tools);
  } catch (error) {
    if (!(error instanceof EngineError) && !(error instanceof BeforeFailed) && !tools.signal.aborted) throw error;
    tools.tell(step, 'failed');
    if (error instanceof BeforeFailed) return { failed: 'before', end: error.end };
    return tools.signal.aborted || !(error instanceof EngineError) ? { failed: 'interrupted' } : { failed: 'step', step, error };
  }
  await tools.journal.done(sequence);
  tools.tell(step, 'end');
  return undefined;
}

/** The one that says most: what failed by itself comes before what was stopped because of it. Nothing is still at work when it resolves or rejects. */
export async function firstFailure(work: Promise<ApplyFailure | undefined>[]): Promise<ApplyFailure | undefined> {
  const ended = await Promise.allSettled(work);
  const broken = ended.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  const failures = ended.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []));
  return failures.find((failure) => failure.failed !== 'interrupted') ?? failures[0];
}
