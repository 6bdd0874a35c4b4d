import type { Endpoint } from '../contract/record.ts';
import type { AuditPoint } from '../contract/verify.ts';
import type { Lease } from '../deploy/model/port.ts';
import type { Probe } from '../deploy/model/probe.ts';
import { look } from '../deploy/verify/probes/probe.ts';
import { placesOf, unreachable } from '../deploy/verify/target.ts';
import type { Scene } from './scene.ts';
import { fails, holds, notNeeded, unseen } from './told.ts';
import type { AuditTools } from './tools.ts';

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
  if (!container) {
    const verdict = listed.some(({ now }) => now) ? 'stopped' : 'gone';
    return [fails('ports', verdict, `${url}: no container of ${service} runs, so whoever answers there is somebody else: not asked`)];
  }
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
