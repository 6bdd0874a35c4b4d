import { dirname } from 'node:path';

import type { Explained, Explaining } from '../../contract/diagnosis.ts';
import type { InstanceView } from '../../contract/instance.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import type { Evidence } from '../../diagnose/evidence.ts';
import { standingOf, troubled } from '../../diagnose/reading/standing.ts';
import type { Recorded } from '../../ledger/history.ts';
import { type Redactor, createRedactor } from '../../redaction/redact.ts';
import { realPath } from '../../system/read.ts';
import { evidenceNow } from '../evidence/now.ts';
import { readEvidence } from '../evidence/store.ts';
import { learnStack } from '../record/learn-stack.ts';
import { readContents } from '../resolve/contents.ts';
import { listInstances } from '../roster/roster.ts';
import { planOf } from '../roster/plan-of.ts';
import { selectInstance } from '../roster/select.ts';
import type { DeployTools } from '../tools.ts';
import { withRepair } from './with-repair.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Why an execution failed (by the evidence that was kept of it), or what is wrong with an instance now. Without a reference: this folder's
 * newest `up`, where that failed, else this branch's instance. Throws UserError where there is nothing to look at.
 */
export async function explainLater(reference: string | undefined, tools: DeployTools): Promise<Explaining> {
  if (reference !== undefined && uuid.test(reference)) return ofExecution(reference, await tools.history.get(reference), tools);
  if (reference === undefined) {
    const newest = await newestHere(tools);
    if (newest && !newest.record.metrics.success) return ofExecution(newest.record.execution_uuid, newest, tools);
  }
  const all = await listInstances((await tools.connect()).engine, tools);
  return ofInstance(await selectInstance(all, reference, tools), tools);
}

async function ofExecution(executionUuid: string, recorded: Recorded | undefined, tools: DeployTools): Promise<Explaining> {
  const evidence = await readEvidence(tools.home, executionUuid);
  const about = recorded?.record.deployment;
  const instance = evidence?.instance ?? (about ? `${about.project}/${about.instance_id}` : '');
  const base = { instance, execution_uuid: executionUuid };
  if (evidence) return explaining(base, evidence, createRedactor(), tools);
  if (recorded?.record.diagnosis) return { explained: { ...base, diagnosis: recorded.record.diagnosis } };
  if (recorded?.record.metrics.success) return { explained: base };
  throw new UserError({
    code: 'no-evidence',
    exit: exitCode.usage,
    message: recorded ? `nothing was kept of why execution ${executionUuid} failed` : `there is no execution ${executionUuid}`,
    hint: 'run portside up again: every failure is explained at its end',
  });
}

/** The folder, or the project around it, may have had several instances. */
async function newestHere({ history, currentDirectory, instances }: DeployTools): Promise<Recorded | undefined> {
  const known = await instances.list();
  let folder = await realPath(currentDirectory);
  const records = await history.list({ limit: 200 });
  for (;;) {
    const mine = records.find(
      ({ record }) => record.deployment.directory === folder && (record.action === 'up' || record.action === 'rollback'),
    );
    const above = dirname(folder);
    if (mine || above === folder || known.some(({ directory }) => directory === folder)) return mine;
    folder = above;
  }
}

async function ofInstance(instance: InstanceView, tools: DeployTools): Promise<Explaining> {
  const redactor = createRedactor();
  redactor.learnSecrets(await tools.generated.of(instance.compose_name));
  const plan = await planOf(instance, tools.instances);
  if (plan) learnStack(redactor, plan, await readContents(plan, {}));
  const now = redactor.deep(await evidenceNow(instance, plan, await tools.connect(), tools));
  const base = { instance: now.instance, ...(instance.execution_uuid ? { execution_uuid: instance.execution_uuid } : {}) };
  const kept = instance.state === 'failed' && instance.execution_uuid ? await readEvidence(tools.home, instance.execution_uuid) : undefined;
  // What was said of it then, and what is seen of it now.
  const evidence: Evidence = kept ? { ...kept, services: { ...kept.services, ...now.services } } : now;
  if (Object.keys(evidence.services).every((name) => standingOf(evidence, name) === 'absent'))
    throw new UserError({
      code: 'nothing-runs',
      exit: exitCode.usage,
      message: `nothing of ${now.instance} is there to look at`,
      hint: 'start it with portside up; a failed execution is explained by its UUID: portside diagnose UUID',
    });
  return troubled(evidence).length > 0 ? explaining(base, evidence, redactor, tools) : { explained: base };
}

async function explaining(base: Explained, evidence: Evidence, redactor: Redactor, tools: DeployTools): Promise<Explaining> {
  const { diagnosis, repair } = await withRepair(diagnose(evidence), evidence, tools, redactor);
  return { explained: { ...base, diagnosis }, ...(repair ? { repair } : {}) };
}
