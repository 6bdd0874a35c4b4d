import type { UserError } from '../../contract/user-error.ts';
import type { ContainerWatch, Engine, EngineErrorKind } from '../../engine/interface.ts';
import { type BeforeEnd, describeEnd } from '../apply/before-failed.ts';
import type { ApplyFailure } from '../apply/apply.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { Failure } from '../model/outcome.ts';
import type { Verdict } from '../model/probe.ts';
import type { Stack } from '../model/stack.ts';
import { describeStep } from '../model/step.ts';

/** What failed, before the evidence is gathered. */
export interface Blame {
  message: string;
  stage: string;
  service?: string;
  hint?: string;
  /** The project's own command that failed, and what it said. */
  before?: BeforeEnd;
  /** What kind of error the engine called it. */
  kind?: EngineErrorKind;
}

export function blameApply(failure: Exclude<ApplyFailure, { failed: 'interrupted' }>): Blame {
  if (failure.failed === 'need') return blameVerdict(failure.verdict, 'apply', `${serviceOf(failure.step)} waits for it`);
  if (failure.failed === 'before')
    return {
      message: `${failure.end.service}: ${describeEnd(failure.end)}`,
      stage: 'apply',
      service: failure.end.service,
      before: failure.end,
    };
  if (failure.failed === 'proof') return blameVerdict(failure.verdict, 'apply');
  const service = serviceOf(failure.step);
  const { kind, message } = failure.error;
  return { message: `cannot ${describeStep(failure.step)}: ${message}`, stage: 'apply', kind, ...(service ? { service } : {}) };
}

export function blameVerdict({ service, kind, target, detail }: Verdict, stage: string, why?: string): Blame {
  const looked = kind === 'health' || kind === 'running' || kind === 'completed' ? '' : `${kind} probe of ${target} from outside: `;
  return { message: `${service}: ${looked}${detail}${why ? ` (${why})` : ''}`, stage, service };
}

/** All was verified, and could not be written down. */
export function blameLedger({ message, hint }: UserError): Blame {
  return { message: `it was verified, and could not be made final: ${message}`, stage: 'record', ...(hint ? { hint } : {}) };
}

function serviceOf(step: Extract<ApplyFailure, { failed: 'step' }>['step']): string | undefined {
  return 'service' in step ? step.service : undefined;
}

const shownLogLines = 20;

/** Looks at the failing service while it is still there: exit code, last words, and what its healthcheck said last. */
export async function failureFrom(
  { kind: _kind, before, ...blame }: Blame,
  watch: ContainerWatch | undefined,
  engine: Engine,
): Promise<Failure> {
  if (before) {
    const { exitCode, lines } = before;
    return { ...blame, ...(exitCode === undefined ? {} : { exitCode }), logs: lines.slice(-shownLogLines), undoProblems: [] };
  }
  const containers = blame.service && watch ? watch.current(blame.service) : [];
  const worst = containers.find((container) => container.state !== 'running') ?? containers[0];
  if (!worst) return { ...blame, logs: [], undoProblems: [] };
  const now = (await engine.inspectContainer(worst.id).catch(() => undefined)) ?? worst;
  const code = now.state === 'running' ? watch?.deaths(now.id).at(-1)?.exitCode : now.exitCode;
  const logs = await engine.logTail(now.id, shownLogLines).catch(() => []);
  const message = blame.message + lastHealthcheck(now, blame);
  return { ...blame, message, ...(code === undefined ? {} : { exitCode: code }), logs, undoProblems: [] };
}

/** The engine tells of a probe only when it changes the health: the reason is asked for when it is needed. */
function lastHealthcheck({ healthLog }: ContainerDetails, { message }: Blame): string {
  const last = healthLog.at(-1);
  if (!last || last.exitCode === 0 || !/not healthy yet|unhealthy/.test(message) || message.includes('exit code')) return '';
  const said = last.output.trim().split('\n').at(-1)?.slice(0, 200);
  return `; its healthcheck ends with exit code ${last.exitCode}${said ? `: ${said}` : ''}`;
}

/** The leased ports that the engine says are taken: those it names, else all of the service. */
export function takenPorts(broken: Parameters<typeof blameApply>[0], stack: Stack): { takenPorts?: number[] } {
  if (broken.failed !== 'step' || broken.error.kind !== 'port-taken') return {};
  const service = 'service' in broken.step ? broken.step.service : undefined;
  const ports = stack.leases.filter((lease) => !service || lease.service === service).map((lease) => lease.port);
  const named = ports.filter((port) => new RegExp(`\\b${port}\\b`).test(broken.error.message));
  return { takenPorts: named.length > 0 ? named : ports };
}
