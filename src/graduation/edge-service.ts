import type { Settings } from '../contract/settings.ts';
import { edgeService } from '../deploy/model/edge.ts';
import type { Images } from '../deploy/model/image.ts';
import type { Lease } from '../deploy/model/port.ts';
import { standingPort } from './ports.ts';

type File = Record<string, unknown> & { services: Record<string, Record<string, unknown>> };

interface EdgeInput {
  settings: Settings;
  leases: readonly Lease[];
  variables: ReadonlyMap<Lease, string>;
  images: Images;
}

/** Rolling services get their own ports back; only a domain needs somebody in front: Caddy by itself. */
export function withEdge(file: File, { settings: { edge }, leases, variables, images }: EdgeInput): { file: File; notes: string[] } {
  if (!edge?.domain || !edge.to) return { file, notes: [] };
  const { domain, to, certificate, key, server } = edge;
  const own = leases.filter(({ service }) => service === edgeService);
  const networks = file.services[to.service]?.['networks'];
  const service = {
    image: server === 'nginx' ? 'caddy:2' : (images[edgeService]?.reference ?? edge.image ?? 'caddy:2'),
    restart: 'unless-stopped',
    ports: own.map((lease) => standingPort({ target: lease.target }, lease, variables.get(lease))),
    ...(networks ? { networks: Array.isArray(networks) ? networks : Object.keys(networks) } : {}),
    depends_on: [to.service],
    configs: [{ source: edgeConfig, target: '/etc/caddy/Caddyfile' }],
    volumes: certificate && key ? [mounted(certificate, '/certificate.pem'), mounted(key, '/key.pem')] : [`${certificates}:/data`],
  };
  const ownCertificate = certificate && key ? '  tls /certificate.pem /key.pem\n' : '';
  const content = `${domain} {\n${ownCertificate}  reverse_proxy ${to.service}:${to.port}\n}\n`;
  return {
    file: {
      ...file,
      services: { ...file.services, edge: service },
      ...(certificate && key ? {} : { volumes: { ...(file['volumes'] as object | undefined), [certificates]: {} } }),
      configs: { ...(file['configs'] as object | undefined), [edgeConfig]: { content } },
    },
    notes: [
      `edge: Caddy in front of ${to.service} for ${domain}${server === 'nginx' ? ', in place of the nginx that Portside runs' : ''}; its configuration needs Compose 2.23.1`,
    ],
  };
}

const edgeConfig = 'edge_caddyfile';
const certificates = 'edge_certificates';

function mounted(source: string, target: string) {
  return { type: 'bind', source, target, read_only: true };
}
