import type { ContainerWatch, Engine } from '../engine/interface.ts';
import type { ApplyFailure } from './apply/apply.ts';
import type { Failure } from './model/outcome.ts';
import type { Verdict } from './model/probe.ts';
import { describeStep } from './model/step.ts';

/** What failed, before the evidence is gathered. */
export interface Blame {
  message: string;
  stage: string;
  service?: string;
  hint?: string;
}

export function blameApply(failure: Exclude<ApplyFailure, { failed: 'interrupted' }>): Blame {
  if (failure.failed === 'need') return blameVerdict(failure.verdict, 'apply', `${serviceOf(failure.step)} waits for it`);
  const service = serviceOf(failure.step);
  return { message: `cannot ${describeStep(failure.step)}: ${failure.error.message}`, stage: 'apply', ...(service ? { service } : {}) };
}

export function blameVerdict({ service, kind, target, detail }: Verdict, stage: string, why?: string): Blame {
  const looked = kind === 'health' || kind === 'running' || kind === 'completed' ? '' : `${kind} probe of ${target} from outside: `;
  return { message: `${service}: ${looked}${detail}${why ? ` (${why})` : ''}`, stage, service };
}

function serviceOf(step: Extract<ApplyFailure, { failed: 'step' }>['step']): string | undefined {
  return 'service' in step ? step.service : undefined;
}

const shownLogLines = 20;

/** Looks at the failing service while it is still there: exit code and last words. */
export async function gatherEvidence(blame: Blame, watch: ContainerWatch | undefined, engine: Engine): Promise<Failure> {
  const containers = blame.service && watch ? watch.current(blame.service) : [];
  const worst = containers.find((container) => container.state !== 'running') ?? containers[0];
  if (!worst) return { ...blame, logs: [], undoProblems: [] };
  const code = worst.state === 'running' ? watch?.deaths(worst.id).at(-1)?.exitCode : worst.exitCode;
  const logs = await engine.logTail(worst.id, shownLogLines).catch(() => []);
  return { ...blame, ...(code === undefined ? {} : { exitCode: code }), logs, undoProblems: [] };
}
