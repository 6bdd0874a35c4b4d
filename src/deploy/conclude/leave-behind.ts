import type { ExecutionRecord } from '../../contract/record.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import { writesOutside } from '../model/mounts.ts';
import type { Outcome } from '../model/outcome.ts';
import { namedPorts } from '../verify/endpoints.ts';
import { leasesNow } from './leases-now.ts';
import { takeBack } from './take-back.ts';
import { refusal } from './refusal.ts';
import { withTookBack } from './took-back.ts';
import { recordFrom, tellRecord } from './write-down.ts';

/** Settles what stays of a deployment that is not verified, and writes it down. `kept`: it stays for a look. */
export async function leaveBehind(deployment: Deployment, attempted: Attempted, outcome: Outcome, kept: boolean): Promise<ExecutionRecord> {
  const { tools, execution, options, claimed, groundwork } = deployment;
  const { stack, plan } = attempted;
  const { identity } = claimed;
  const names = stack ? namedPorts(stack.leases, stack.settings) : {};
  const settle = async () => {
    if (kept) await keep(deployment, attempted, names);
    else if ((outcome.failure?.undoProblems.length ?? 0) === 0) await letGo(deployment, attempted);
  };
  const note = (message: string) => execution.say({ event: 'note', message });
  for (const refused of await refusal(settle)) note(`the next up or down clears up the rest: ${refused}`);
  const counts = outcome.changed && outcome.result === 'failed';
  let told = outcome;
  const tell = async () =>
    void (told = await withTookBack(outcome, { project: identity.project, contentHash: plan?.contentHash, counts }, tools));
  for (const refused of await refusal(tell)) note(`whether it takes a graduation back cannot be told: ${refused}`);
  const ending = { identity, outcome: told, namedPorts: names, contentHash: plan?.contentHash, git: groundwork.git };
  let record = recordFrom(ending, execution, tools);
  // Why it failed is told, whatever becomes of its record.
  const writing = async () => void (record = await tools.history.append(record, { counts }));
  for (const refused of await refusal(writing)) note(`there is no record of this: ${refused}`);
  await tellRecord(record, options.recordFile, execution);
  return record;
}

/** Ends an execution that nothing can be recorded of: wrong usage that shows only now, or a bug of ours. */
export async function abandon(deployment: Deployment): Promise<void> {
  const { problems } = await takeBack(deployment);
  if (problems.length === 0) await letGo(deployment, { ending: 'stopped', findings: [], verdicts: [] });
}

async function keep(deployment: Deployment, { stack, plan, planFile }: Attempted, names: Record<string, number>): Promise<void> {
  const { tools, execution, claimed, files } = deployment;
  const { composeName } = claimed.identity;
  await tools.leases.releaseExcept(composeName, leasesNow(deployment, stack));
  await tools.instances.update(composeName, {
    ...{ status: 'failed', executionUuid: execution.uuid, endpoints: [], namedPorts: names },
    ...(planFile ? { planFile } : {}),
    ...(plan ? { contentHash: plan.contentHash } : {}),
  });
  await tools.journal.end(execution.uuid);
  await files.keepOnly(planFile);
}

/** Only where everything could be undone: else the journal keeps the rest, for the next `up` or `down`. */
async function letGo(deployment: Deployment, attempted: Attempted): Promise<void> {
  const { tools, execution, claimed, files } = deployment;
  const { composeName } = claimed.identity;
  if (claimed.isNew) {
    await tools.instances.forget(composeName);
    if (!mayBeKnownOutside(deployment, attempted)) await tools.generated.remove(composeName);
  }
  await tools.journal.end(execution.uuid);
  await files.keepOnly(claimed.registered.planFile);
}

/** Whether data that nobody undoes was perhaps made with the generated values, now or by an attempt before. */
function mayBeKnownOutside({ generatedBefore }: Deployment, { stack }: Attempted): boolean {
  return Object.keys(generatedBefore).length > 0 || (stack !== undefined && writesOutside(stack.compose));
}
