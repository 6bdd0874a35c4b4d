import type { ExecutionRecord } from '../contract/record.ts';
import type { AuditPoint } from '../contract/verify.ts';
import { formerVersion } from '../deploy/conclude/former.ts';
import { type Looking, watching } from '../deploy/conclude/seen-again.ts';
import type { Expectation } from '../deploy/model/plan.ts';
import type { Probe, Verdict } from '../deploy/model/probe.ts';
import { planFiles } from '../deploy/plan-files.ts';
import { learnStack } from '../deploy/record/learn-stack.ts';
import { readContents } from '../deploy/resolve/contents.ts';
import { verify } from '../deploy/verify/verify.ts';
import { gatherFacts } from '../engine/observe.ts';
import type { Instance } from '../ledger/instances.ts';
import { createRedactor } from '../redaction/redact.ts';
import { standingServices } from './left.ts';
import type { Scene } from './scene.ts';
import { fails, holds, notNeeded, unseen } from './told.ts';
import type { AuditTools } from './tools.ts';

/** Longer than who is well needs, and short enough to wait for. */
const patienceMs = 10_000;

/** Each probe once more, and what each service must be, as the revision has it that the record names. Told as each is seen. */
export async function probePoints(scene: Scene, tools: AuditTools, tell: (point: AuditPoint) => void): Promise<void> {
  const { left, composeName, connection } = scene;
  const standing = standingServices(left);
  const moved = [...new Set(left.listed.map(({ service }) => service))].filter((service) => !standing.has(service));
  for (const service of moved) tell(notNeeded('probes', `${service} is not as this execution left it: not probed`));
  if (standing.size === 0) return moved.length === 0 ? tell(notNeeded('probes', 'it left nothing to probe')) : undefined;
  const { engine, facts } = connection;
  const version = await versionOf(scene, standing, tools);
  const redactor = createRedactor();
  redactor.learnSecrets(await tools.generated.of(composeName));
  learnStack(redactor, version.compose, await readContents(version.compose, {}));
  const mine = new Set(left.listed.map(({ id }) => id));
  const looking: Looking = {
    ...{ composeName, engine, facts, clock: tools.clock },
    leases: await tools.leases.of(composeName),
    ignore: new Set(left.all.filter(({ id }) => !mine.has(id)).map(({ id }) => id)),
    tell: () => undefined,
  };
  await lookAtEach(version, looking, (verdict) => tell(pointOf(verdict, redactor.text)));
}

/** As the revision that the record names has it; where that was pruned, as the instance's plan has these services, which are the same still. */
async function versionOf({ row: { record }, composeName, instance, connection }: Scene, services: ReadonlySet<string>, tools: AuditTools) {
  const known = instance ?? unknownInstance(record, composeName);
  return formerVersion({ ...known, ...(record.revision !== undefined && { revision: record.revision }) }, services, {
    files: planFiles(tools.home, composeName, record.execution_uuid),
    facts: await gatherFacts(connection.engine, record.deployment.project),
    revisions: tools.revisions,
  });
}

/** Every service and probe by itself: that one fails says nothing of the others. */
function lookAtEach(
  { expectations, probes }: { expectations: Expectation[]; probes: Probe[] },
  looking: Looking,
  tell: (verdict: Verdict) => void,
): Promise<unknown> {
  return watching(looking, (watch, signal) => {
    const seen = (plan: { expectations: Expectation[]; probes: Probe[] }) => verify(plan, { ...looking, watch, signal });
    return Promise.all(
      expectations.map(async (one) => {
        const expectation = { ...one, deadlineMs: Math.min(one.deadlineMs, patienceMs) };
        const [is] = await seen({ expectations: [expectation], probes: [] });
        if (is) tell(is);
        const mine = probes.filter(({ service }) => service === one.service);
        if (is?.outcome !== 'passed') return;
        await Promise.all(
          mine.map(async (probe) => {
            // The first says again what the service is.
            const [, ...looks] = await seen({ expectations: [{ ...expectation, settleMs: 0 }], probes: [probe] });
            looks.forEach(tell);
          }),
        );
      }),
    );
  });
}

function pointOf({ service, kind, target, outcome, detail }: Verdict, redacted: (text: string) => string): AuditPoint {
  const said = redacted(`${service}: ${kind} ${target}: ${detail}`);
  if (outcome === 'unprobed') return unseen('probes', said);
  return outcome === 'passed' ? holds('probes', said) : fails('probes', kind === 'health' ? 'unhealthy' : 'unanswered', said);
}

/** Enough of an instance to say that nothing is known of it. */
function unknownInstance({ deployment }: ExecutionRecord, composeName: string): Instance {
  const { project, instance_id: instance, directory } = deployment;
  return {
    ...{ composeName, project, instance, directory, files: [], envFiles: [], profiles: [], adopted: false },
    ...{ status: 'down', endpoints: [], namedPorts: {}, claimedAt: 0, updatedAt: 0 },
  };
}
