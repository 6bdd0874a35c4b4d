import type { Endpoint } from '../contract/record.ts';
import type { AuditPoint } from '../contract/verify.ts';
import { formerVersion } from '../deploy/conclude/former.ts';
import { type Looking, watching } from '../deploy/conclude/seen-again.ts';
import type { Expectation } from '../deploy/model/plan.ts';
import type { Lease } from '../deploy/model/port.ts';
import type { Probe, Verdict } from '../deploy/model/probe.ts';
import { planFiles } from '../deploy/plan-files.ts';
import { learnStack } from '../deploy/record/learn-stack.ts';
import { readContents } from '../deploy/resolve/contents.ts';
import type { Connection } from '../deploy/tools.ts';
import { look } from '../deploy/verify/probes/probe.ts';
import { placesOf, unreachable } from '../deploy/verify/target.ts';
import { verify } from '../deploy/verify/verify.ts';
import { gatherFacts } from '../engine/observe.ts';
import type { Instance } from '../ledger/instances.ts';
import type { KeptRow } from '../ledger/kept.ts';
import { createRedactor } from '../redaction/redact.ts';
import { type Left, standingServices } from './left.ts';
import { fails, holds, notNeeded, unseen } from './told.ts';
import type { AuditTools } from './tools.ts';

/** What an execution left, and its instance as it is registered now. */
export interface Scene {
  row: KeptRow;
  left: Left;
  composeName: string;
  /** Undefined where it is forgotten. */
  instance: Instance | undefined;
  connection: Connection;
}

/** Each port that the record names, asked from outside; none that is somebody else's by now. */
export async function portPoints(scene: Scene, tools: AuditTools): Promise<AuditPoint[]> {
  const { endpoints } = scene.row.record.deployment;
  if (endpoints.length === 0) return [notNeeded('ports', 'its record names none')];
  const leases = await tools.leases.of(scene.composeName);
  return (await Promise.all(endpoints.map((endpoint) => portPoint(endpoint, leases, scene)))).flat();
}

async function portPoint(endpoint: Endpoint, leases: Lease[], { left, connection }: Scene): Promise<AuditPoint[]> {
  const { service, target, protocol, port, url } = endpoint;
  const listed = left.listed.filter((one) => one.service === service);
  const by = listed.find((one) => one.by)?.by;
  if (by) return [notNeeded('ports', `${url} is not this execution's any more, since ${by.execution_uuid}: not asked`)];
  const container = listed.find(({ now }) => now?.state === 'running');
  if (!container)
    return [fails('ports', 'gone', `${url}: no container of ${service} runs, so whoever answers there is somebody else: not asked`)];
  const lease = leases.find((one) => one.service === service && one.target === target && one.protocol === protocol && one.port === port);
  if (!lease) return [notNeeded('ports', `${url} is not this instance's any more: not asked`)];
  if (protocol === 'udp') return [unseen('ports', `${url}: UDP gives no answer to look at`)];
  const details = await connection.engine.inspectContainer(container.id);
  if (!details) return [fails('ports', 'gone', `${url}: the container of ${service} has just gone`)];
  const probe: Probe = { kind: 'tcp', service, target, cause: '' };
  const { engine, facts } = connection;
  return Promise.all(
    placesOf(probe, { leases: [lease], facts }).map(async (address) => {
      if (address?.outOfReach) return unseen('ports', `${url}: ${unreachable(address)}`);
      const { passed, detail } = await look(probe, { engine, facts, container: details, address });
      const said = `${address && lease.count > 1 ? `${service} at ${address.host}:${address.port}` : url}: ${detail}`;
      return passed ? holds('ports', said) : fails('ports', 'unanswered', said);
    }),
  );
}

/** Longer than who is well needs, and short enough to wait for. */
const patienceMs = 10_000;

/** Each probe once more, and what each service must be, as the revision has it that the record names. Told as each is seen. */
export async function probePoints(scene: Scene, tools: AuditTools, tell: (point: AuditPoint) => void): Promise<void> {
  const { row, left, composeName, instance, connection } = scene;
  const { record } = row;
  const standing = standingServices(left);
  const moved = [...new Set(left.listed.map(({ service }) => service))].filter((service) => !standing.has(service));
  for (const service of moved) tell(notNeeded('probes', `${service} is not as this execution left it: not probed`));
  if (standing.size === 0) return moved.length === 0 ? tell(notNeeded('probes', 'it left nothing to probe')) : undefined;
  const { engine, facts } = connection;
  const version = await formerVersion(
    {
      ...(instance ?? unknownInstance(scene)),
      ...(record.revision !== undefined && { revision: record.revision }),
    },
    standing,
    {
      files: planFiles(tools.home, composeName, record.execution_uuid),
      facts: await gatherFacts(engine, record.deployment.project),
      revisions: tools.revisions,
    },
  );
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
            const [, ...looks] = await seen({ expectations: [expectation], probes: [probe] });
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
function unknownInstance({ composeName, row: { record } }: Scene): Instance {
  const { project, instance_id: instance, directory } = record.deployment;
  return {
    ...{ composeName, project, instance, directory, files: [], envFiles: [], profiles: [], adopted: false },
    ...{ status: 'down', endpoints: [], namedPorts: {}, claimedAt: 0, updatedAt: 0 },
  };
}
