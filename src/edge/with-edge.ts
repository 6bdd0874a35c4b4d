import type { ComposePort, ComposeService, ComposeVolume } from '../deploy/model/compose-file.ts';
import { edgeService, type EdgeSpec } from '../deploy/model/edge.ts';
import { label } from '../deploy/model/labels.ts';
import type { Stack } from '../deploy/model/stack.ts';
import { places } from './places.ts';
import { behindEdge, edgeSpec } from './spec.ts';

/**
 * The stack with the edge that its settings ask for, as a service of its own. `full` has all services; `narrowed` those that `--only` leaves. Of the
 * others only what stands behind the edge already keeps its routes: it still holds its host ports itself otherwise.
 */
export function withEdge(full: Stack, narrowed: Stack, standing: ReadonlySet<string>): Stack {
  const spec = edgeSpec(full, (service) => service in narrowed.compose.services || standing.has(service));
  if (!spec) return narrowed;
  const behind = behindEdge(spec);
  if (![...behind].some((service) => service in narrowed.compose.services))
    return { ...narrowed, leftAlone: [...narrowed.leftAlone, edgeService] };
  const keepsCertificates = spec.site !== undefined && spec.server === 'caddy' && !spec.site.certificate;
  const definition = edgeDefinition(spec, full, keepsCertificates ? certificates : undefined);
  const { services, volumes } = narrowed.compose;
  return {
    ...narrowed,
    edge: spec,
    compose: {
      ...narrowed.compose,
      services: { ...services, [edgeService]: definition },
      ...(keepsCertificates && { volumes: { ...volumes, [certificates.key]: certificates.volume } }),
    },
  };
}

/** Where Caddy keeps the certificates that it got: they outlive its container. */
const certificates = { key: 'portside-edge-certificates', target: '/data', volume: {} satisfies ComposeVolume };

function edgeDefinition(spec: EdgeSpec, { compose, settings, leases }: Stack, kept: typeof certificates | undefined): ComposeService {
  const networks = [...behindEdge(spec)].flatMap((service) => Object.keys(compose.services[service]?.networks ?? {}));
  const staging = [...new Set([...spec.routes, ...(spec.site ? [spec.site] : [])].map((one) => one.staging))];
  const own = spec.site ? leases.filter(({ service }) => service === edgeService) : [];
  return {
    image: settings.edge?.image ?? images[spec.server],
    command: commands[spec.server],
    labels: { [label.edge]: spec.server },
    restart: 'unless-stopped',
    healthcheck: { disable: true },
    networks: Object.fromEntries([...new Set(networks)].toSorted().map((network) => [network, null])),
    ports: [
      ...own.map(({ target, port }) => publish(target, port)),
      ...spec.routes.map(({ listen, published, hostIp }) => publish(listen, published, hostIp)),
      // The engine picks one.
      ...staging.map((listen) => publish(listen, 0, '127.0.0.1')),
    ],
    ...(kept && { volumes: [{ type: 'volume', source: kept.key, target: kept.target }] }),
  };
}

function publish(target: number, published: number, hostIp?: string): ComposePort {
  return { mode: 'ingress', ...(hostIp ? { host_ip: hostIp } : {}), target, published: String(published), protocol: 'tcp' };
}

const images = { caddy: 'caddy:2', nginx: 'nginx:1' };

/** nginx wants to be told who resolves names; the container knows that of itself. As in all of the model, `$` is `$$`. */
const findResolver = `sed -n 's/^nameserver  *\\([0-9.]*\\) *$$/resolver \\1 valid=1s ipv6=off;/p' /etc/resolv.conf | head -n 1 >${places.nginxResolver}`;

const commands = {
  caddy: ['caddy', 'run', '--config', places.caddyConfig],
  nginx: ['sh', '-c', `${findResolver}; exec nginx -c ${places.nginxConfig} -g 'daemon off;'`],
};
