import type { ComposePort, ComposeService } from '../deploy/model/compose-file.ts';
import type { EdgeSpec } from '../deploy/model/edge.ts';
import { label } from '../deploy/model/labels.ts';
import { places } from './places.ts';

/** Where Caddy keeps the certificates that it gets: a volume, for they outlive its container. */
export const certificateVolume = 'portside-edge-certificates';

export function keepsCertificates({ server, site }: EdgeSpec): boolean {
  return server === 'caddy' && site !== undefined && !site.certificate;
}

export interface EdgeGround {
  image?: string | undefined;
  networks: string[];
  /** Its own host ports: 80 and 443 of a domain. */
  leases: { target: number; port: number }[];
  /** Services that it starts after: the first time, they let go of the ports that it takes. */
  after: string[];
}

/** The edge as a service of a Compose file. */
export function edgeDefinition(spec: EdgeSpec, { image = images[spec.server], networks, leases, after }: EdgeGround): ComposeService {
  const staging = [...new Set([...spec.routes, ...(spec.site ? [spec.site] : [])].map((one) => one.staging))];
  return {
    image,
    command: commands[spec.server],
    labels: { [label.edge]: spec.server },
    restart: 'unless-stopped',
    depends_on: Object.fromEntries(after.map((service) => [service, { condition: 'service_started' as const, required: true }])),
    healthcheck: { disable: true },
    networks: Object.fromEntries(networks.map((network) => [network, null])),
    ports: [
      ...leases.map(({ target, port }) => publish(target, port)),
      ...spec.routes.map(({ listen, published, hostIp }) => publish(listen, published, hostIp)),
      // The engine picks one.
      ...staging.map((listen) => publish(listen, 0, '127.0.0.1')),
    ],
    ...(keepsCertificates(spec) && { volumes: [{ type: 'volume', source: certificateVolume, target: '/data' }] }),
  };
}

function publish(target: number, published: number, hostIp?: string): ComposePort {
  return { mode: 'ingress', ...(hostIp ? { host_ip: hostIp } : {}), target, published: String(published), protocol: 'tcp' };
}

const images = { caddy: 'caddy:2', nginx: 'nginx:1' };

/** nginx wants to be told who resolves names; the container knows that of itself. As in all of the model, `$` is `$$`. */
const findResolver = `sed -n 's/^nameserver  *\\([0-9.]*\\) *$$/resolver \\1 valid=1s ipv6=off;/p' /etc/resolv.conf | head -n 1 >${places.nginxResolver}`;

const streams = `while :; do caddy run --config ${places.caddyStreams}; sleep 1; done`;

const commands = {
  caddy: ['sh', '-c', `${streams} & exec caddy run --config ${places.caddyConfig}`],
  nginx: ['sh', '-c', `${findResolver}; exec nginx -c ${places.nginxConfig} -g 'daemon off;'`],
};
