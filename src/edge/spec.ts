import { resolve } from 'node:path';
import type { ComposePort } from '../deploy/model/compose-file.ts';
import { edgeService, type EdgeRoute, type EdgeSite, type EdgeSpec } from '../deploy/model/edge.ts';
import { replicasOf } from '../deploy/model/replicas.ts';
import { asksToRoll, whyNotRolling } from '../deploy/model/rolling.ts';
import type { Stack } from '../deploy/model/stack.ts';

/** What stands behind the edge: the published ports of the services that roll, and the domain. Undefined where nothing does. */
export function edgeSpec({ compose, settings, project, leases }: Stack, services: (name: string) => boolean): EdgeSpec | undefined {
  const { edge } = settings;
  const ports = Object.entries(compose.services).flatMap(([service, definition]) => {
    if (!services(service) || !asksToRoll(service, settings) || whyNotRolling(service, definition, settings)) return [];
    return (definition.ports ?? []).flatMap((port) => numbersOf(port).map((published) => ({ service, definition, port, published })));
  });
  const to = edge?.domain && edge.to && services(edge.to.service) ? edge.to : undefined;
  const target = to && compose.services[to.service];
  const leased = leases.some((lease) => lease.service === edgeService);
  const staging = stagingPorts([
    ...ports.map(({ service, port }) => `${service}:${port.target}`),
    ...(to ? [`${to.service}:${to.port}`] : []),
  ]);
  const routes = ports
    .toSorted((one, other) => one.published - other.published)
    .map(({ service, definition, port, published }, place): EdgeRoute => ({
      ...{ service, target: port.target, published },
      listen: firstListener + place,
      staging: staging(`${service}:${port.target}`),
      ...(port.host_ip ? { hostIp: port.host_ip } : {}),
      several: replicasOf(definition) > 1,
    }));
  const site: EdgeSite | undefined =
    edge?.domain && to && target && !target.network_mode && leased
      ? {
          ...{ domain: edge.domain, service: to.service, target: to.port },
          staging: staging(`${to.service}:${to.port}`),
          several: replicasOf(target) > 1,
          ...certificateOf(edge, project.directory),
        }
      : undefined;
  if (routes.length === 0 && !site) return undefined;
  return { service: edgeService, server: edge?.server ?? 'caddy', routes, ...(site ? { site } : {}) };
}

/** Clear of 80 and 443, which a domain has. */
const firstListener = 8001;
const firstStaging = 40_001;

/** One for each target, whatever its number of routes. */
function stagingPorts(targets: string[]): (target: string) => number {
  const all = [...new Set(targets)].toSorted();
  return (target) => firstStaging + all.indexOf(target);
}

function certificateOf({ certificate, key }: { certificate?: string; key?: string }, directory: string): Pick<EdgeSite, 'certificate'> {
  if (!certificate || !key) return {};
  return { certificate: { certificate: resolve(directory, certificate), key: resolve(directory, key) } };
}

/** `8001`, or a range such as `8001-8003`. */
function numbersOf({ published = '', protocol }: ComposePort): number[] {
  if (protocol === 'udp') return [];
  const [from = NaN, to = from] = published.split('-').map(Number);
  return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

/** Services that get requests from the edge. */
export function behindEdge({ routes, site }: EdgeSpec): Set<string> {
  return new Set([...routes.map(({ service }) => service), ...(site ? [site.service] : [])]);
}
