import type { ExecutionRecord } from '../../contract/record.ts';
import type { Attempted } from '../attempted.ts';
import { draining } from '../applying.ts';
import type { Deployment } from '../deployment.ts';
import type { Commitment } from '../model/commitment.ts';
import type { Images } from '../model/image.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';
import { describeStep } from '../model/step.ts';
import { namedPorts } from '../verify/endpoints.ts';
import { leasesNow } from './leases-now.ts';
import { fulfil } from './fulfil.ts';
import { wholeVersion } from './whole-version.ts';
import { recordFrom, tellRecord } from './write-down.ts';

/** An attempt that was verified has all of these. */
export interface Verified extends Attempted {
  stack: Stack;
  images: Images;
  plan: Plan;
  planFile: string;
}

/** Makes a verified deployment final: from the journal's word on it is finished, whoever finishes it, and never undone. */
export async function commit(deployment: Deployment, verified: Verified, outcome: Outcome): Promise<ExecutionRecord> {
  const { tools, execution, options, claimed, groundwork } = deployment;
  const { stack, plan, planFile } = verified;
  const { identity } = claimed;
  const names = namedPorts(stack.leases, stack.settings);
  const revision = await keepRevision(deployment, verified);
  const record = recordFrom({ identity, outcome, namedPorts: names, contentHash: plan.contentHash, revision }, execution, tools);
  const about = { project: identity.project, instance: identity.instance, counts: outcome.changed };
  const commitment: Commitment = {
    ...{ identity, finishing: plan.finishing, record, about, planFile },
    instance: {
      status: 'running',
      executionUuid: execution.uuid,
      endpoints: outcome.endpoints,
      namedPorts: names,
      planFile,
      contentHash: plan.contentHash,
      ...(revision === undefined ? {} : { revision }),
    },
    leases: leasesNow(deployment, stack),
    ...(revision === undefined ? {} : { revision }),
  };
  await tools.journal.commit(execution.uuid, commitment);
  const problems = await fulfil(commitment, {
    ...tools,
    finishing: { engine: groundwork.connection.engine, drain: draining() },
    tell: (step, state, problem) => execution.say({ event: 'step', step: describeStep(step), cause: problem ?? step.cause, state }),
  });
  for (const problem of problems) execution.say({ event: 'note', message: `${problem}; the next up or down tries again` });
  await tellRecord(record, options.recordFile, execution);
  return record;
}

/** A numbered version to go back to; where nothing changed, the one that runs stays what it is. */
async function keepRevision({ tools, execution, claimed }: Deployment, { stack, plan, images }: Verified): Promise<number | undefined> {
  const { composeName } = claimed.identity;
  const { revision } = claimed.registered;
  if (revision !== undefined && plan.steps.length === 0) return revision;
  const before = revision === undefined ? undefined : await tools.revisions.get(composeName, revision);
  const version = wholeVersion({ stack, images }, before);
  if (!version) return revision;
  const number = await tools.revisions.next(composeName);
  const { contentHash } = plan;
  await tools.revisions.put(composeName, { number, executionUuid: execution.uuid, contentHash, createdAt: tools.clock.now(), ...version });
  return number;
}
