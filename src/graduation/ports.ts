import type { ComposePort } from '../deploy/model/compose-file.ts';
import type { PortReference } from '../contract/settings.ts';
import type { Lease } from '../deploy/model/port.ts';

/** What names of ports are made of. */
export interface PortNames {
  leases: readonly Lease[];
  /** `x-portside.ports` */
  named: Record<string, PortReference>;
  /** Variables that mean something else already. */
  taken: ReadonlySet<string>;
}

/** Lease → the variable that moves its port: the file's own, else one that is named for what it is. */
export function portVariables({ leases, named, taken }: PortNames): Map<Lease, string> {
  const used = new Set([...taken, ...leases.flatMap(({ variable }) => variable ?? [])]);
  const names = new Map<Lease, string>();
  for (const lease of leases) {
    const name = lease.variable ?? unused(nameOf(lease, leases, named), used);
    used.add(name);
    names.set(lease, name);
  }
  return names;
}

function nameOf({ service, target, protocol }: Lease, leases: readonly Lease[], named: PortNames['named']): string {
  const given = Object.entries(named).find(([, port]) => port.service === service && port.port === target)?.[0];
  const several = leases.filter((lease) => lease.service === service).length > 1;
  const words = [given ?? service, ...(several && !given ? [String(target)] : []), ...(protocol === 'udp' ? ['udp'] : []), 'port'];
  return words
    .join('_')
    .toUpperCase()
    .replaceAll(/\W/g, '_')
    .replace(/^(?=\d)/, '_');
}

function unused(name: string, used: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (!used.has(candidate)) return candidate;
  }
}

/** `8001`, or `8001-8003` for several containers. */
export function portOf({ port, count }: Lease): string {
  return count > 1 ? `${port}-${port + count - 1}` : String(port);
}

/** `"${API_PORT:-8001}:8000"`; with more to say, Compose's long form. */
export function standingPort(port: ComposePort, lease: Lease | undefined, variable: string | undefined): ComposePort | string {
  const { mode, host_ip: hostIp, target, published, protocol = 'tcp', ...more } = port;
  const from = variable && lease ? `\${${variable}:-${portOf(lease)}}` : published;
  if ((mode !== undefined && mode !== 'ingress') || Object.keys(more).length > 0)
    return { ...port, ...(from === undefined ? {} : { published: from }) };
  const address = hostIp === undefined ? '' : `${/^[\da-f]*:/i.test(hostIp) ? `[${hostIp}]` : hostIp}:`;
  return `${address}${from === undefined ? '' : `${from}:`}${target}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
