import type { EngineFacts } from '../model/observed.ts';
import type { Lease } from '../model/port.ts';
import type { Probe } from '../model/probe.ts';
import { type Place, addressesOf, hostAndPort } from './address.ts';
import type { Address } from './probes/look.ts';

/** A command has no address, nor has a port that is not published: one look then says so. */
export function placesOf(probe: Probe, { leases, facts }: { leases: Lease[]; facts: EngineFacts }): (Place | undefined)[] {
  const addresses = addressesOf(probe, leases, facts);
  return addresses.length > 0 ? addresses : [undefined];
}

/** Why it is not looked at. */
export function unreachable({ host }: Place): string {
  return `not probed: ${host} is the engine's machine itself, not this one`;
}

/** What a probe looks at, as a person would name it. */
export function describeTarget(probe: Probe, address: Address | undefined): string {
  if (probe.kind === 'command') return probe.run.join(' ');
  const place = address ? hostAndPort(address) : `${probe.service}:${probe.target}`;
  if (probe.kind === 'http') return `${probe.tls ? 'https' : 'http'}://${place}${probe.path}`;
  if (probe.kind === 'websocket') return `${probe.tls ? 'wss' : 'ws'}://${place}${probe.path}`;
  return `${probe.kind}://${place}`;
}
