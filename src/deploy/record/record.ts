import type {
  Deployment,
  ExecutionRecord,
  RecordedCommit,
  RecordedFailure,
  RecordedFinding,
  RecordedProbe,
  RecordedReplacement,
} from '../../contract/record.ts';
import { type Finding, placeOf } from '../model/finding.ts';
import type { Failure, OldVersion, Outcome } from '../model/outcome.ts';
import type { Replacement } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';

export interface RecordInput {
  timestamp: string;
  action: ExecutionRecord['action'];
  uuid: string;
  project: string;
  instance: string;
  directory: string;
  /** Name → host port. */
  namedPorts: Record<string, number>;
  elapsed: number;
  stages: Record<string, number>;
  contentHash: string | undefined;
  /** The number of what runs from now on. */
  revision?: number | undefined;
  broughtBack?: number | undefined;
  /** Where the files stood that it was made from. */
  git?: RecordedCommit | undefined;
  outcome: Outcome;
}

/** The outcome as the JSON document that is kept; `execution_uuid` comes last, always. */
export function recordOf(input: RecordInput): ExecutionRecord {
  const { outcome } = input;
  const success = outcome.result === 'verified';
  return {
    timestamp: input.timestamp,
    action: input.action,
    deployment: deploymentOf(input, success && (input.action === 'up' || input.action === 'rollback')),
    metrics: { startup_duration: input.elapsed, success, changed: outcome.changed, stages: input.stages },
    checks: outcome.findings.map(recordedFinding),
    probes: outcome.verdicts.map(recordedProbe),
    ...(outcome.failure ? { error: outcome.failure.message, failure: recordedFailure(outcome.failure) } : {}),
    ...(outcome.diagnosis ? { diagnosis: outcome.diagnosis } : {}),
    ...(outcome.replaced && outcome.replaced.length > 0 ? { replaced: outcome.replaced.map(recordedReplacement) } : {}),
    ...(input.revision === undefined ? {} : { revision: input.revision }),
    ...(input.broughtBack === undefined ? {} : { brought_back: input.broughtBack }),
    ...(outcome.snapshot ? { snapshot: outcome.snapshot } : {}),
    ...(input.contentHash ? { content_hash: input.contentHash } : {}),
    ...(input.git ? { git: input.git } : {}),
    ...(outcome.graduation ? { graduation: outcome.graduation } : {}),
    ...(outcome.improvement ? { improvement: outcome.improvement } : {}),
    execution_uuid: input.uuid,
  };
}

function deploymentOf({ namedPorts, project, instance, directory, outcome }: RecordInput, healthy: boolean): Deployment {
  const named = Object.fromEntries(Object.entries(namedPorts).map(([name, port]) => [`${name}_port` as const, port]));
  return {
    ...named,
    project,
    instance_id: instance,
    directory,
    services_healthy: healthy,
    services: outcome.services,
    endpoints: outcome.endpoints,
  };
}

function recordedReplacement({ service, strategy, old, cause }: Replacement): RecordedReplacement {
  return { service, strategy, old, cause };
}

function recordedFinding({ rule, severity, message, at, cause, service, fix }: Finding): RecordedFinding {
  return {
    ...{ rule, severity, message },
    ...(at ? { at: placeOf(at) } : {}),
    ...(cause ? { cause } : {}),
    ...(service ? { service } : {}),
    ...(fix ? { fix } : {}),
  };
}

function recordedProbe({ service, kind, target, outcome, detail, durationMs }: Verdict): RecordedProbe {
  return { service, kind, target, outcome, detail, duration: Math.round(durationMs) / 1000 };
}

function recordedFailure(failure: Failure): RecordedFailure {
  return {
    stage: failure.stage,
    ...(failure.service ? { service: failure.service } : {}),
    ...(failure.exitCode === undefined ? {} : { exit_code: failure.exitCode }),
    logs: failure.logs,
    ...(failure.hint ? { hint: failure.hint } : {}),
    undo_problems: failure.undoProblems,
    ...(failure.canaryWaits ? { canary_waits: true } : {}),
    ...(failure.tookBack ? { took_back: failure.tookBack } : {}),
    ...(failure.oldVersion ? { old_version: recordedOldVersion(failure.oldVersion) } : {}),
  };
}

function recordedOldVersion({ verified, detail, verdicts }: OldVersion): NonNullable<RecordedFailure['old_version']> {
  return { verified, detail, probes: verdicts.map(recordedProbe) };
}
