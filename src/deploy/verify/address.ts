import type { EngineFacts } from '../model/observed.ts';
import type { Lease } from '../model/port.ts';
import type { Probe } from '../model/probe.ts';
import type { Address } from './probes/look.ts';

/** An address, and whether this machine cannot reach it: another machine's loopback, which here would be ours. */
export interface Place extends Address {
  outOfReach: boolean;
}

/** Where a lease answers, seen from the user's machine; of replicas the first one. */
export function addressOfLease({ hostIp, port }: Lease, engineHost: string): Place {
  const everywhere = !hostIp || hostIp === '0.0.0.0' || hostIp === '::';
  const host = everywhere ? engineHost : hostIp;
  return { host, port, outOfReach: isLoopback(host) && !isLoopback(engineHost) };
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || host === 'localhost';
}

/** Every place where what a probe looks at is published; empty for commands, and where it is not. */
export function addressesOf(probe: Probe, leases: Lease[], { host }: EngineFacts): Place[] {
  if (probe.kind === 'command') return [];
  const protocol = probe.kind === 'udp' ? 'udp' : 'tcp';
  const mine = leases.filter((lease) => lease.service === probe.service && lease.target === probe.target && lease.protocol === protocol);
  return mine.flatMap((lease) => {
    const first = addressOfLease(lease, host);
    return Array.from({ length: lease.count }, (_, replica) => ({ ...first, port: first.port + replica }));
  });
}

/** `host:port` as a URL takes it. */
export function hostAndPort({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
