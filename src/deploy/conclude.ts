import type { Endpoint, ServiceReport } from '../contract/record.ts';
import type { Ended } from '../contract/options.ts';
import { undo } from './apply/undo.ts';
import type { Attempted } from './attempted.ts';
import { connectLines } from './connect-lines.ts';
import { type Deployment, childRun } from './deployment.ts';
import type { Execution } from './execution.ts';
import { diagnosed, failureOf } from './explain/explain.ts';
import { type Finding, placeOf } from './model/finding.ts';
import { writesOutside } from './model/mounts.ts';
import type { Outcome } from './model/outcome.ts';
import type { Lease } from './model/port.ts';
import type { Verdict } from './model/probe.ts';
import { reportServices } from './record/services.ts';
import { endpointsOf, namedPorts } from './verify/endpoints.ts';
import { writeDown } from './write-down.ts';

/** Gathers the evidence, undoes what failed, settles who owns what, and writes it all down. */
export async function conclude(deployment: Deployment, attempted: Attempted): Promise<Ended> {
  const { tools, execution, options, claimed, observed } = deployment;
  const endpoints = await endpointsSeen(deployment, attempted);
  const services = servicesSeen(attempted);
  const failure = await failureOf(deployment, attempted);
  const diagnosis = failure && (await diagnosed(deployment, attempted, failure));
  await attempted.watch?.close();
  const kept = attempted.ending === 'failed' && options.keep === true && attempted.planFile !== undefined;
  if (attempted.ending !== 'verified' && !kept) failure?.undoProblems.push(...(await leaveNothing(deployment)));

  const changed = (attempted.plan?.steps.length ?? 0) > 0;
  const names = attempted.stack ? namedPorts(attempted.stack.leases, attempted.stack.settings) : {};
  const clean = (failure?.undoProblems.length ?? 0) === 0;
  await settle(deployment, attempted, { endpoints, names, kept, clean });
  const outcome: Outcome = {
    result: attempted.ending,
    changed,
    endpoints,
    services,
    findings: attempted.findings,
    verdicts: attempted.verdicts,
    ...(failure ? { failure } : {}),
    ...(diagnosis ? { diagnosis } : {}),
  };
  const counts = changed && (attempted.ending === 'verified' || attempted.ending === 'failed');
  const record = await writeDown(
    {
      identity: claimed.identity,
      outcome,
      namedPorts: names,
      contentHash: attempted.plan?.contentHash,
      counts,
      recordFile: options.recordFile,
    },
    execution,
    tools,
  );
  const started = observed.containers.length === 0;
  const connect = attempted.ending === 'verified' && attempted.stack ? connectLines(attempted.stack, endpoints) : [];
  return {
    ...{ record, exit: exits[attempted.ending], changed, started },
    ...(attempted.error ? { error: attempted.error } : {}),
    ...(connect.length > 0 ? { connect } : {}),
  };
}

const exits = { verified: 0, failed: 1, stopped: 3, interrupted: 130 } as const;

function servicesSeen({ watch, plan }: Attempted): ServiceReport[] {
  return watch && plan ? reportServices(Object.keys(plan.compose.services), watch.current) : [];
}

/** Those of services that were left alone stay what they were. */
async function endpointsSeen({ groundwork, claimed, execution }: Deployment, { ending, stack, plan }: Attempted): Promise<Endpoint[]> {
  if (ending !== 'verified' || !stack || !plan) return [];
  const looked = stack.leases.filter(({ service }) => !stack.leftAlone.includes(service));
  const others = claimed.registered.endpoints.filter(({ service }) => stack.leftAlone.includes(service));
  const seen = await endpointsOf(looked, plan.probes, stack.settings, groundwork.connection.facts.host);
  // They are registered as they are here, and `ps` shows them.
  return [...seen.map((endpoint) => ({ ...endpoint, url: execution.redactor.text(endpoint.url) })), ...others];
}

/** Takes back all that this execution did. Resolves to what could not be. */
export async function leaveNothing(deployment: Deployment): Promise<string[]> {
  const { groundwork, execution, tools, claimed } = deployment;
  const { engine, compose, environment } = groundwork.connection;
  const problems = await undo(deployment.undos.splice(0), {
    ...{ engine, compose },
    environment: { ...tools.environment, ...groundwork.draft.environment, ...environment },
    run: childRun(deployment, 'compose', undefined),
    strike: (seq) => tools.journal.stepUndone(execution.uuid, seq),
    tell: (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
  });
  const wasThere = deployment.observed.containers.length > 0 || problems.length > 0;
  await tools.leases.releaseExcept(claimed.identity.composeName, wasThere ? deployment.leasesBefore : []);
  return problems;
}

/** Ends an execution that nothing can be recorded of: wrong usage that shows only now, or a bug of ours. */
export async function abandon(deployment: Deployment): Promise<void> {
  const problems = await leaveNothing(deployment);
  const nothing = { endpoints: [], names: {}, kept: false, clean: problems.length === 0 };
  await settle(deployment, { ending: 'stopped', findings: [], verdicts: [] }, nothing);
}

interface Settlement {
  endpoints: Endpoint[];
  names: Record<string, number>;
  kept: boolean;
  /** Everything could be undone; what could not stays in the journal, for the next `up` or `down`. */
  clean: boolean;
}

/** Who owns what from now on: ports, name, plan file. */
async function settle(deployment: Deployment, attempted: Attempted, { endpoints, names, kept, clean }: Settlement): Promise<void> {
  const { tools, claimed, execution, files } = deployment;
  const { ending, planFile, plan } = attempted;
  const { composeName } = claimed.identity;
  if (ending === 'verified' || kept) {
    await tools.leases.releaseExcept(composeName, leasesNow(deployment, attempted));
    await tools.instances.update(composeName, {
      status: kept ? 'failed' : 'running',
      executionUuid: execution.uuid,
      endpoints,
      namedPorts: names,
      ...(planFile ? { planFile } : {}),
      ...(plan ? { contentHash: plan.contentHash } : {}),
    });
    await tools.journal.end(execution.uuid);
    await files.keepOnly(planFile);
  } else if (clean) {
    if (claimed.isNew) {
      await tools.instances.forget(composeName);
      if (!mayBeKnownOutside(deployment, attempted)) await tools.generated.remove(composeName);
    }
    await tools.journal.end(execution.uuid);
    await files.keepOnly(claimed.registered.planFile);
  }
}

/** Whether data that nobody undoes was perhaps made with the generated values, now or by an attempt before. */
function mayBeKnownOutside({ generatedBefore }: Deployment, { stack }: Attempted): boolean {
  return Object.keys(generatedBefore).length > 0 || (stack !== undefined && writesOutside(stack.compose));
}

function leasesNow({ leasesBefore }: Deployment, { stack }: Attempted): Lease[] {
  const leftAlone = stack?.leftAlone ?? [];
  const looked = stack?.leases.filter(({ service }) => !leftAlone.includes(service)) ?? [];
  return [...looked, ...leasesBefore.filter(({ service }) => leftAlone.includes(service))];
}

export function sayFindings(findings: Finding[], execution: Execution): void {
  for (const { severity, rule, message, at, fix, repair } of findings) {
    execution.say({
      ...{ event: 'finding', severity, rule, message },
      ...(at ? { where: placeOf(at) } : {}),
      ...(fix ? { fix } : {}),
      ...(repair ? { repairable: true } : {}),
    });
  }
}

export function sayVerdict({ service, kind, target, outcome, detail }: Verdict, execution: Execution): void {
  const ofService = kind === 'health' || kind === 'running' || kind === 'completed';
  if (ofService) execution.say({ event: 'service', service, state: outcome === 'passed' ? detail : `failed: ${detail}` });
  else execution.say({ event: 'probe', service, target, outcome, detail });
}
