import type Dockerode from 'dockerode';
import type { Labelled } from '../../deploy/model/engine-info.ts';
import type { ObservedNetwork } from '../../deploy/model/observed.ts';

/** A line of the engine's listing; nothing where the network has no addresses. */
export function observedNetwork({ Name: name, IPAM, Labels }: Dockerode.NetworkInspectInfo): ObservedNetwork[] {
  const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []));
  return subnets.length > 0 ? [{ name, subnets, labels: Labels ?? {} }] : [];
}

export function labelled(
  kind: Labelled['kind'],
  { Name, Labels }: { Name: string; Labels?: Record<string, string> | null | undefined },
): Labelled {
  return { kind, name: Name, labels: Labels ?? {} };
}
