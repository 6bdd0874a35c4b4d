import { nearest } from '../../contract/nearest.ts';
import type { ComposeService } from '../../deploy/model/compose-file.ts';
import type { Evidence, ServiceEvidence } from '../evidence.ts';

/** Whom a host name or an address means inside the stack. */
export function serviceCalled(evidence: Evidence, host: string): string | undefined {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  return Object.entries(evidence.services).find(([name, service]) => namesOf(name, service).includes(wanted))?.[0];
}

function namesOf(name: string, { definition, containers }: ServiceEvidence): string[] {
  const aliases = Object.values(definition.networks ?? {}).flatMap((network) => network?.aliases ?? []);
  const own = [name, definition.container_name, definition['hostname'], ...aliases, ...containers.map((container) => container.name)];
  return [...own.flatMap((one) => (typeof one === 'string' ? one.toLowerCase() : [])), ...containers.flatMap(({ addresses }) => addresses)];
}

/** The service that was most likely meant by a name that no service has. */
export function serviceMeant(evidence: Evidence, host: string): string | undefined {
  const names = [...Object.keys(evidence.services), ...evidence.inactive];
  const wanted = host.toLowerCase();
  // Compose's container names: project-service-1, project_service_1.
  const inside = names.filter(
    (name) => wanted.split(/[-_.]\d+$/)[0]?.endsWith(`-${name}`) || wanted.split(/_\d+$/)[0]?.endsWith(`_${name}`),
  );
  const begins = names.filter((name) => wanted.split(/[-_.]/).includes(name));
  return inside[0] ?? begins[0] ?? nearest(host, names) ?? names.find((name) => sameKind(name, evidence, wanted));
}

function sameKind(name: string, { services }: Evidence, host: string): boolean {
  const image = services[name]?.definition.image?.split('/').at(-1)?.split(':')[0];
  return image !== undefined && image.length > 2 && host.includes(image);
}

/** TCP ports of well-known images, for services that could not be looked into. */
const portsOfImages: [RegExp, number[]][] = [
  [/redis|valkey|keydb|dragonfly/, [6379]],
  [/postg|pgvector|timescale/, [5432]],
  [/mysql|mariadb|percona/, [3306]],
  [/mongo/, [27_017]],
  [/rabbitmq/, [5672, 15_672]],
  [/kafka|redpanda/, [9092]],
  [/zookeeper/, [2181]],
  [/elasticsearch|opensearch/, [9200, 9300]],
  [/memcached/, [11_211]],
  [/minio/, [9000]],
  [/clickhouse/, [8123, 9000]],
  [/nats/, [4222]],
  [/mailhog|mailpit/, [1025, 8025]],
  [/mssql/, [1433]],
  [/influx/, [8086]],
  [/consul/, [8500]],
  [/vault/, [8200]],
  [/nginx|httpd|caddy|traefik|apache/, [80, 443]],
];

/** Ports that a service is known for: what listens, what files and image say, and what such an image usually has. */
export function portsOf(service: ServiceEvidence | undefined): number[] {
  if (!service) return [];
  const { definition, image, listens, expectation } = service;
  const declared = [
    ...(definition.ports ?? []).map(({ target }) => target),
    ...exposedBy(definition),
    ...(image?.exposed ?? []).map(Number.parseFloat),
  ];
  const usual = portsOfImages.find(([name]) => name.test(definition.image ?? ''))?.[1] ?? [];
  return [...new Set([...(listens ?? []).map(({ port }) => port), ...(expectation?.listens ?? []), ...declared, ...usual])];
}

function exposedBy(definition: ComposeService): number[] {
  const exposed = definition['expose'];
  return Array.isArray(exposed) ? exposed.map((port) => Number.parseInt(String(port), 10)) : [];
}

/** Other services that have this port. */
export function servicesAt(evidence: Evidence, port: number, except?: string): string[] {
  return Object.keys(evidence.services).filter((name) => name !== except && portsOf(evidence.services[name]).includes(port));
}

/** Whether a name of one resolves for the other. */
export function shareNetwork(evidence: Evidence, one: string, other: string): boolean {
  const mine = networksOf(evidence, one);
  return networksOf(evidence, other).some((network) => mine.includes(network));
}

/** The engine's own bridge, the host's network and none at all know no names of services. */
function networksOf(evidence: Evidence, name: string): string[] {
  const { network_mode: mode, networks } = evidence.services[name]?.definition ?? {};
  if (mode?.startsWith('service:')) return networksOf(evidence, mode.slice('service:'.length));
  return mode ? [] : Object.keys(networks ?? { default: null });
}

export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0|\[?::\]?|0:0:0:0:0:0:0:[01])$/i.test(host);
}

/** Environment variables whose value names a host (and a port), with that value. */
export function variablesNaming({ definition }: ServiceEvidence, host: string, port?: number): [string, string][] {
  const place = new RegExp(
    `(?<![\\w.-])${host.replaceAll(/[.[\]]/g, '\\$&')}(?![\\w.-])${port === undefined ? '' : `(?::${port}\\b)?`}`,
    'i',
  );
  return Object.entries(definition.environment ?? {}).flatMap(([name, value]) =>
    value && place.test(value) ? [[name, value] as [string, string]] : [],
  );
}
