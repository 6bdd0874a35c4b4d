import type { ComposeFile, ComposePort } from '../model/compose-file.ts';
import type { Lease } from '../model/port.ts';
import { replicasOf } from '../model/replicas.ts';

/** The model with every published port replaced by its lease. */
export function withLeases(model: ComposeFile, leases: Lease[]): ComposeFile {
  const services = Object.entries(model.services).map(([service, definition]) => {
    if (!definition.ports || replicasOf(definition) === 0) return [service, definition];
    const own = leases.filter((lease) => lease.service === service);
    return [service, { ...definition, ports: definition.ports.map((port, index) => withLease(service, port, take(own, port, index))) }];
  });
  return { ...model, services: Object.fromEntries(services) };
}

/** The lease at the same position; where a lease's variable changed the list, another one for the same container port. */
function take(leases: Lease[], port: ComposePort, index: number): Lease | undefined {
  const fits = (lease: Lease) => lease.target === port.target && lease.protocol === (port.protocol ?? 'tcp');
  const lease = leases.find((one) => one.index === index && fits(one)) ?? leases.find(fits);
  if (lease) leases.splice(leases.indexOf(lease), 1);
  return lease;
}

function withLease(service: string, port: ComposePort, lease: Lease | undefined): ComposePort {
  if (!lease) throw new Error(`port ${port.target} of ${service} has no lease`);
  const last = lease.port + lease.count - 1;
  return { ...port, published: last > lease.port ? `${lease.port}-${last}` : String(lease.port) };
}

/** Values for the variables that feed leased ports, so that every other use of them agrees. */
export function leasedVariables(leases: Lease[]): Record<string, string> {
  const fed = leases.toReversed().flatMap(({ variable, port }) => (variable ? [[variable, String(port)]] : []));
  return Object.fromEntries(fed);
}
