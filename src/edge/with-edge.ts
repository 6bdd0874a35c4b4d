import { edgeService } from '../deploy/model/edge.ts';
import type { Stack } from '../deploy/model/stack.ts';
import { certificateVolume, edgeDefinition, keepsCertificates } from './definition.ts';
import { behindEdge, edgeSpec } from './spec.ts';

/**
 * The stack with the edge that its settings ask for, as a service of its own. `full` has all services; `narrowed` those that `--only` leaves. Of the
 * others only what stands behind the edge already keeps its routes: it still holds its host ports itself otherwise.
 */
export function withEdge(full: Stack, narrowed: Stack, standing: ReadonlySet<string>): Stack {
  const { compose, settings, leases } = full;
  const spec = edgeSpec(full, (service) => service in narrowed.compose.services || standing.has(service));
  if (!spec) return narrowed;
  const behind = [...behindEdge(spec)];
  if (!behind.some((service) => service in narrowed.compose.services))
    return { ...narrowed, leftAlone: [...narrowed.leftAlone, edgeService] };
  const networks = behind.flatMap((service) => Object.keys(compose.services[service]?.networks ?? {}));
  const definition = edgeDefinition(spec, {
    image: settings.edge?.image,
    networks: [...new Set(networks)].toSorted(),
    after: behind.filter((service) => service in narrowed.compose.services).toSorted(),
    leases: spec.site ? leases.filter(({ service }) => service === edgeService) : [],
  });
  return {
    ...narrowed,
    edge: spec,
    compose: {
      ...narrowed.compose,
      services: { ...narrowed.compose.services, [edgeService]: definition },
      ...(keepsCertificates(spec) && { volumes: { ...narrowed.compose.volumes, [certificateVolume]: {} } }),
    },
  };
}
