import type { Endpoint } from '../../contract/record.ts';
import type { Settings } from '../../contract/settings.ts';
import { endpointName } from '../model/endpoint-names.ts';
import type { Lease } from '../model/port.ts';
import type { Probe } from '../model/probe.ts';
import { addressOfLease, hostAndPort } from './address.ts';
import { lookHttp } from './probes/http.ts';
import type { Address } from './probes/look.ts';

/** Where the instance is reached, with the scheme that each port was seen to speak. */
export async function endpointsOf(leases: Lease[], probes: Probe[], settings: Settings, host: string): Promise<Endpoint[]> {
  return Promise.all(leases.map(async (lease) => ({ ...placeOf(lease, leases, settings), url: await urlOf(lease, probes, host) })));
}

/** The leased port of each name that the settings give. */
export function namedPorts(leases: Lease[], settings: Settings): Record<string, number> {
  const named = Object.entries(settings.ports ?? {}).flatMap(([name, { service, port }]) => {
    const lease = leases.find((one) => one.service === service && one.target === port);
    return lease ? [[name, lease.port] as const] : [];
  });
  return Object.fromEntries(named);
}

function placeOf(lease: Lease, leases: Lease[], settings: Settings): Omit<Endpoint, 'url'> {
  const name = endpointName(lease, leases, settings);
  return { name, service: lease.service, port: lease.port, target: lease.target, protocol: lease.protocol };
}

async function urlOf(lease: Lease, probes: Probe[], host: string): Promise<string> {
  const address = addressOfLease(lease, host);
  const local = address.host === '127.0.0.1' && !address.outOfReach;
  const place = hostAndPort({ host: local ? 'localhost' : address.host, port: address.port });
  if (lease.protocol === 'udp') return `udp://${place}`;
  const mine = probes.filter((probe) => probe.service === lease.service && 'target' in probe && probe.target === lease.target);
  const http = mine.find((probe) => probe.kind === 'http');
  if (http) return `${http.tls ? 'https' : 'http'}://${place}`;
  const websocket = mine.find((probe) => probe.kind === 'websocket');
  // A query is how a probe shows its token; where the endpoint is does not depend on it.
  if (websocket) return `${websocket.tls ? 'wss' : 'ws'}://${place}${websocket.path.replace(/[?#].*/, '')}`;
  return `${!address.outOfReach && (await speaksHttp(address)) ? 'http' : 'tcp'}://${place}`;
}

/** Long enough for a server on this machine that speaks HTTP, short enough not to be felt where it does not. */
const sniffMs = 250;

async function speaksHttp(address: Address): Promise<boolean> {
  const anything = { kind: 'http', service: '', cause: '', target: address.port, path: '/', accept: 'any', tls: false } as const;
  return (await lookHttp(anything, address, sniffMs)).passed;
}
