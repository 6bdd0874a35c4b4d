import type { ExecutionRecord } from '../../contract/record.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import { drainFor } from '../edge-for.ts';
import type { Commitment } from '../model/commitment.ts';
import type { Images } from '../model/image.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';
import { describeStep } from '../model/step.ts';
import { namedPorts } from '../verify/endpoints.ts';
import { changesVersion } from '../revision/changes-version.ts';
import { revisionAfter } from '../revision/revision-after.ts';
import { leasesNow } from './leases-now.ts';
import { fulfil } from './fulfil.ts';
import { recordFrom, tellRecord } from './write-down.ts';

/** An attempt that was verified has all of these. */
export interface Verified extends Attempted {
  stack: Stack;
  images: Images;
  plan: Plan;
  planFile: string;
}

/**
 * Makes a verified deployment final: from the journal's word on it is finished, whoever finishes it, and never undone. Resolves, once that is written, to what
 * finishes and records it. Throws UserError, and nothing is final then.
 */
export async function commit(deployment: Deployment, verified: Verified, outcome: Outcome): Promise<() => Promise<ExecutionRecord>> {
  const { tools, execution } = deployment;
  const commitment = await commitmentOf(deployment, verified, outcome);
  await tools.journal.commit(execution.uuid, commitment);
  return () => finish(commitment, deployment);
}

async function finish(commitment: Commitment, deployment: Deployment): Promise<ExecutionRecord> {
  const { tools, execution, options, groundwork } = deployment;
  const problems = await fulfil(commitment, {
    ...tools,
    finishing: { engine: groundwork.connection.engine, drain: drainFor(deployment) },
    tell: (step, state, problem) => execution.say({ event: 'step', step: describeStep(step), cause: problem ?? step.cause, state }),
  });
  for (const problem of problems) execution.say({ event: 'note', message: `${problem}; the next up or down tries again` });
  const { record = commitment.record } = (await tools.history.get(execution.uuid)) ?? {};
  await tellRecord(record, options.recordFile, execution);
  return record;
}

/** All that is left to do, as data; its revision is kept from now on. */
export async function commitmentOf(deployment: Deployment, verified: Verified, outcome: Outcome): Promise<Commitment> {
  const { tools, execution, claimed, source, groundwork } = deployment;
  const { stack, plan, planFile } = verified;
  const { identity } = claimed;
  const names = namedPorts(stack.leases, stack.settings);
  const revision = await keepRevision(deployment, verified);
  const { contentHash } = plan;
  const ending = { identity, outcome, namedPorts: names, contentHash, revision, broughtBack: source.broughtBack, git: groundwork.git };
  return {
    ...{ identity, finishing: plan.finishing, planFile },
    ...(claimed.registered.planFile ? { formerPlan: claimed.registered.planFile } : {}),
    record: recordFrom(ending, execution, tools),
    about: { counts: outcome.changed },
    instance: {
      ...{ status: 'running', executionUuid: execution.uuid, endpoints: outcome.endpoints, namedPorts: names },
      ...{ planFile, contentHash, revision },
    },
    leases: leasesNow(deployment, stack),
    revision,
  };
}

/** A numbered version to go back to; where nothing changed, the one that runs stays what it is. */
async function keepRevision({ tools, execution, source, claimed, observed }: Deployment, verified: Verified): Promise<number> {
  const { stack, plan, images } = verified;
  const { composeName } = claimed.identity;
  const { revision: running } = claimed.registered;
  const before = running === undefined ? undefined : await tools.revisions.get(composeName, running);
  const reached = {
    stack: { ...stack, settings: source.settings ?? stack.settings },
    images,
    executionUuid: execution.uuid,
    contentHash: plan.contentHash,
    createdAt: tools.clock.now(),
  };
  const changed = changesVersion(plan);
  const fresh = observed.containers.length === 0;
  const from = source.broughtBack;
  const after = revisionAfter({ ...reached, changed, fresh, from }, before, await tools.revisions.next(composeName));
  if (after !== before) await tools.revisions.put(composeName, after);
  return after.number;
}
