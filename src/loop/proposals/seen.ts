import { createHash } from 'node:crypto';
import type { Proposal } from '../../contract/proposals.ts';
import type { ExecutionRecord } from '../../contract/record.ts';

/** A proposal before anybody was asked; `about` is what makes it the same as another one. */
export type Draft = Pick<Proposal, 'proposal_type' | 'title' | 'rationale' | 'recommended_action' | 'evidence'> & { about: string };

/** What records of one project suggest, the newest first. Pure. */
export function draftsFrom(project: string, records: readonly ExecutionRecord[]): Draft[] {
  return [...iterationLimit(project, records), ...dependencyChecks(project, records), ...timeouts(project, records)];
}

export function hashOf({ proposal_type: type, about }: Draft): string {
  return createHash('sha256').update(`${type}\n${about}`).digest('hex');
}

/** A run of `improve` was stopped at its limit while it still came nearer: one of its last three tries was kept. */
function iterationLimit(project: string, records: readonly ExecutionRecord[]): Draft[] {
  const stopped = records.filter(
    ({ improvement }) =>
      improvement?.reason === 'max_iterations' && improvement.iterations.slice(-3).some(({ verdict }) => verdict === 'kept'),
  );
  const [newest] = stopped;
  const tries = newest?.improvement?.iterations.length ?? 0;
  if (!newest) return [];
  return [
    {
      proposal_type: 'iteration_limit_increase',
      about: `${project} ${tries}`,
      title: `Let improve try ${project} more than ${tries} times`,
      rationale: `It ended at its limit of ${tries} iterations while it still came nearer: one of the last three tries was kept.`,
      recommended_action: `portside improve --limit ${tries * 2}, or x-portside.improve.limit: adaptive, which goes on while more criteria hold`,
      evidence: { executions: uuidsOf(stopped), iterations: tries },
    },
  ];
}

const notReady = new Set(['depends-on-without-condition', 'dependency-not-ready']);

/** A service fell since another one was not ready. */
function dependencyChecks(project: string, records: readonly ExecutionRecord[]): Draft[] {
  const fallen = records.filter(
    ({ action, diagnosis }) =>
      (action === 'up' || action === 'rollback') && diagnosis?.service !== undefined && notReady.has(diagnosis.cause),
  );
  const services = [...new Set(fallen.map(({ diagnosis }) => diagnosis?.service ?? ''))];
  return services.map((service) => {
    const own = fallen.filter(({ diagnosis }) => diagnosis?.service === service);
    const [newest] = own;
    const often = own.length === 1 ? 'once' : `${own.length} times`;
    return {
      proposal_type: 'dependency_check_addition',
      about: `${project}/${service}`,
      title: `Let ${service} of ${project} wait for what it needs`,
      rationale: `${often} it failed since something that it calls was not ready: ${newest?.diagnosis?.summary ?? ''}`,
      recommended_action: newest?.diagnosis?.suggestion ?? 'depends_on with condition: service_healthy',
      evidence: { executions: uuidsOf(own), failures: own.length, service },
    };
  });
}

/** Of the time after which an `up` failed, successes needed so much. */
const nearlyOut = 0.8;
const tooShort = new Set(['healthcheck-too-impatient']);

/** A time-out that a service ran into, or that those which came up nearly ran into. */
function timeouts(project: string, records: readonly ExecutionRecord[]): Draft[] {
  const late = records.filter(
    ({ action, metrics, diagnosis, error = '' }) =>
      action === 'up' && !metrics.success && (tooShort.has(diagnosis?.cause ?? '') || /not (?:healthy|ready) yet after/.test(error)),
  );
  const limit = Math.min(...late.map(verifying).filter((seconds) => seconds > 0));
  const close = records.filter((record) => record.action === 'up' && record.metrics.success && verifying(record) >= limit * nearlyOut);
  const [failure] = late;
  const impatient = late.filter(({ diagnosis }) => tooShort.has(diagnosis?.cause ?? ''));
  const ended = records.filter(({ improvement }) => improvement?.reason === 'timeout');
  const seen = [...impatient, ...(failure ? close : [])];
  const drafts: Draft[] = [];
  if (seen.length > 0) {
    const service = impatient[0]?.diagnosis?.service ?? failure?.failure?.service;
    drafts.push({
      proposal_type: 'timeout_adjustment',
      about: `${project}/${service ?? ''} up`,
      title: `Give ${service ?? 'the services'} of ${project} longer to become healthy`,
      rationale: [
        ...(impatient.length > 0 ? [`${impatient.length} of the last executions gave up while it was still starting`] : []),
        ...(close.length > 0 ? [`${close.length} came up with less than ${Math.round((1 - nearlyOut) * 100)} % of that time left`] : []),
      ].join('; '),
      recommended_action: impatient[0]?.diagnosis?.suggestion ?? `raise start_period of its healthcheck, or portside up --timeout`,
      evidence: { executions: uuidsOf(seen), ...(Number.isFinite(limit) ? { gave_up_after_seconds: limit } : {}) },
    });
  }
  if (ended.length > 0)
    drafts.push({
      proposal_type: 'timeout_adjustment',
      about: `${project} improve`,
      title: `Give improve more time for ${project}`,
      rationale: `${ended.length === 1 ? 'A run' : `${ended.length} runs`} of improve ended at the limit of wall time.`,
      recommended_action: 'portside improve --time, twice what it had',
      evidence: { executions: uuidsOf(ended) },
    });
  return drafts;
}

function verifying({ metrics }: ExecutionRecord): number {
  return metrics.stages['verify'] ?? 0;
}

const mostNamed = 20;

function uuidsOf(records: readonly ExecutionRecord[]): string[] {
  return records.slice(0, mostNamed).map(({ execution_uuid: uuid }) => uuid);
}
