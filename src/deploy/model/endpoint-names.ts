import type { Settings } from '../../contract/settings.ts';
import type { Lease } from './port.ts';

/** What a leased port is called: by the settings, else after its service (with the port where it has several). */
export function endpointName(lease: Lease, leases: readonly Lease[], settings: Settings): string {
  const given = Object.entries(settings.ports ?? {}).find(([, { service, port }]) => service === lease.service && port === lease.target);
  const alone = leases.filter((other) => other.service === lease.service).length === 1;
  return given?.[0] ?? (alone ? lease.service : `${lease.service}-${lease.target}${lease.protocol === 'udp' ? '-udp' : ''}`);
}

/** The variables that tell where an endpoint is. */
export function endpointVariables(name: string): { url: string; port: string } {
  const variable = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(\d)/, '_$1');
  return { url: `${variable}_URL`, port: `${variable}_PORT` };
}

/** Every variable that `portside env` will know of an instance with these ports. */
export function knownVariables(leases: readonly Lease[], settings: Settings): string[] {
  const endpoints = leases.map((lease) => endpointVariables(endpointName(lease, leases, settings)));
  const own = leases.flatMap(({ variable }) => variable ?? []);
  const names = ['INSTANCE_ID', 'COMPOSE_PROJECT_NAME', ...endpoints.flatMap(({ url, port }) => [url, port]), ...own];
  return [...new Set([...names, ...(settings.env?.generate ?? [])])];
}
