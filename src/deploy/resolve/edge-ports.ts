import type { Settings } from '../../contract/settings.ts';
import { edgeService } from '../model/edge.ts';
import type { PortRequest } from '../model/port.ts';

/** The host ports of a domain, leased like any other: 80 and 443 where they are free. */
export function edgePortRequests({ edge }: Settings): PortRequest[] {
  if (!edge?.domain || !edge.to) return [];
  return [80, 443].map((target, index) => ({ service: edgeService, target, protocol: 'tcp', preferred: target, count: 1, index }));
}
