import type { Endpoint } from '../contract/record.ts';
import type { Ended } from '../contract/options.ts';
import type { UserError } from '../contract/user-error.ts';
import type { ContainerWatch } from '../engine/interface.ts';
import { writePrivateFile } from '../system/files.ts';
import { undo } from './apply/undo.ts';
import { type Deployment, childRun } from './deployment.ts';
import type { Execution } from './execution.ts';
import { type Blame, gatherEvidence } from './failure.ts';
import { type Finding, placeOf } from './model/finding.ts';
import type { Failure, Outcome } from './model/outcome.ts';
import type { Plan } from './model/plan.ts';
import type { Verdict } from './model/probe.ts';
import type { Stack } from './model/stack.ts';
import { recordOf } from './record/record.ts';
import { reportServices } from './record/services.ts';
import { endpointsOf, namedPorts } from './verify/endpoints.ts';

/** How far an attempt came. */
export interface Progress {
  stack?: Stack;
  plan?: Plan;
  planFile?: string;
  watch?: ContainerWatch;
  findings: Finding[];
  verdicts: Verdict[];
}

export interface Attempted extends Progress {
  ending: Outcome['result'];
  blame?: Blame;
  error?: UserError;
  /** Leased ports that the engine found taken after all. */
  takenPorts?: number[];
}

/** Looks once more, undoes what failed, settles who owns what, and writes it all down. */
export async function conclude(deployment: Deployment, attempted: Attempted): Promise<Ended> {
  const { tools, execution, options, claimed } = deployment;
  const endpoints = await endpointsSeen(deployment, attempted);
  const services =
    attempted.watch && attempted.plan ? reportServices(Object.keys(attempted.plan.compose.services), attempted.watch.current) : [];
  const failure = await failureOf(deployment, attempted);
  await attempted.watch?.close();
  const kept = attempted.ending === 'failed' && options.keep === true;
  if (attempted.ending !== 'verified' && !kept) failure?.undoProblems.push(...(await leaveNothing(deployment)));

  const changed = (attempted.plan?.steps.length ?? 0) > 0;
  const outcome: Outcome = {
    ...{ result: attempted.ending, changed, endpoints, services, findings: attempted.findings, verdicts: attempted.verdicts },
    ...(failure ? { failure } : {}),
  };
  const names = attempted.stack ? namedPorts(attempted.stack.leases, attempted.stack.settings) : {};
  await settle(deployment, attempted, endpoints, names, kept);
  const record = execution.redactor.deep(
    recordOf({
      ...{ timestamp: new Date(tools.clock.now()).toISOString(), action: 'up', uuid: execution.uuid, outcome },
      ...{ project: claimed.identity.project, instance: claimed.identity.instance, directory: claimed.identity.directory },
      ...{ namedPorts: names, elapsed: execution.elapsed(), stages: execution.stages(), contentHash: attempted.plan?.contentHash },
    }),
  );
  const counts = changed && (attempted.ending === 'verified' || attempted.ending === 'failed');
  await tools.history.append(record, { project: claimed.identity.project, instance: claimed.identity.instance, counts });
  if (options.recordFile) await writePrivateFile(options.recordFile, `${JSON.stringify(record, undefined, 2)}\n`);
  execution.say({ event: 'end', record });
  return { record, exit: exits[attempted.ending], changed, ...(attempted.error ? { error: attempted.error } : {}) };
}

const exits = { verified: 0, failed: 1, stopped: 3, interrupted: 130 } as const;

async function endpointsSeen({ groundwork, observed }: Deployment, { ending, stack, plan }: Attempted): Promise<Endpoint[]> {
  if (ending !== 'verified' || !stack || !plan) return [];
  const runs = (service: string) =>
    service in plan.compose.services || observed.containers.some((container) => container.service === service);
  const leases = stack.leases.filter((lease) => runs(lease.service));
  return endpointsOf(leases, plan.probes, stack.settings, groundwork.connection.facts.host);
}

async function failureOf({ groundwork }: Deployment, { ending, blame, error, findings, watch }: Attempted): Promise<Failure | undefined> {
  if (ending === 'verified') return undefined;
  if (blame) return gatherEvidence(blame, watch, groundwork.connection.engine);
  const none = { logs: [], undoProblems: [] };
  if (ending === 'interrupted') return { message: 'interrupted', stage: 'apply', ...none };
  if (error) return { message: error.message, stage: 'build', ...(error.hint ? { hint: error.hint } : {}), ...none };
  const [first, ...others] = findings.filter((finding) => finding.severity === 'error');
  return { message: `${first?.message}${others.length > 0 ? ` (and ${others.length} more)` : ''}`, stage: 'check', ...none };
}

/** Takes back all that this execution did. Resolves to what could not be. */
export async function leaveNothing(deployment: Deployment): Promise<string[]> {
  const { groundwork, execution, tools, claimed } = deployment;
  const { engine, compose, environment } = groundwork.connection;
  const problems = await undo(deployment.undos.splice(0), {
    ...{ engine, compose },
    environment: { ...tools.environment, ...groundwork.draft.environment, ...environment },
    run: childRun(deployment, 'compose', undefined),
    tell: (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
  });
  await tools.leases.releaseExcept(claimed.identity.composeName, wasThere(deployment) ? deployment.leasesBefore : []);
  return problems;
}

/** Ends an execution that nothing can be recorded of: wrong usage that shows only now, or a bug of ours. */
export async function abandon(deployment: Deployment): Promise<void> {
  await leaveNothing(deployment);
  await settle(deployment, { ending: 'stopped', findings: [], verdicts: [] }, [], {}, false);
}

/** Whether something of this instance existed before this execution. */
function wasThere({ claimed, observed }: Deployment): boolean {
  return !claimed.isNew || observed.containers.length > 0 || observed.volumes.length > 0;
}

async function settle(
  deployment: Deployment,
  { ending, stack, planFile, plan }: Attempted,
  endpoints: Endpoint[],
  names: Record<string, number>,
  kept: boolean,
): Promise<void> {
  const { tools, claimed, execution, files, observed } = deployment;
  const { composeName } = claimed.identity;
  if (ending === 'verified' || kept) {
    await tools.leases.releaseExcept(composeName, stack?.leases ?? []);
    await tools.instances.update(composeName, {
      ...{ status: kept ? 'failed' : 'running', executionUuid: execution.uuid, endpoints, namedPorts: names },
      ...(planFile ? { planFile } : {}),
      ...(plan ? { contentHash: plan.contentHash } : {}),
    });
    await files.keepOnly(planFile);
  } else {
    await files.keepOnly(claimed.registered.planFile);
    if (observed.containers.length === 0) await tools.leases.release(composeName);
    if (!wasThere(deployment)) await tools.instances.forget(composeName);
  }
  await tools.journal.end(execution.uuid);
}

export function sayFindings(findings: Finding[], execution: Execution): void {
  for (const { severity, rule, message, at, fix } of findings) {
    execution.say({ event: 'finding', severity, rule, message, ...(at ? { where: placeOf(at) } : {}), ...(fix ? { fix } : {}) });
  }
}

export function sayVerdict({ service, kind, target, outcome, detail }: Verdict, execution: Execution): void {
  const ofService = kind === 'health' || kind === 'running' || kind === 'completed';
  if (ofService) execution.say({ event: 'service', service, state: outcome === 'passed' ? detail : `failed: ${detail}` });
  else execution.say({ event: 'probe', service, target, outcome, detail });
}
