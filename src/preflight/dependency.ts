import { usage } from './usage.ts';

/** Something that has to answer before a program may start. `name` is what is shown: no credentials, no query. */
export type Dependency = { kind: 'tcp'; name: string; host: string; port: number } | { kind: 'http'; name: string; url: string };

/** Ports that programs take where a URL names none. */
const defaultPorts: Record<string, number> = {
  amqp: 5672,
  amqps: 5671,
  clickhouse: 9000,
  http: 80,
  https: 443,
  ldap: 389,
  ldaps: 636,
  mariadb: 3306,
  memcached: 11_211,
  mongodb: 27_017,
  mqtt: 1883,
  mqtts: 8883,
  mssql: 1433,
  mysql: 3306,
  nats: 4222,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  sqlserver: 1433,
  smtp: 25,
  valkey: 6379,
  ws: 80,
  wss: 443,
};

const example = 'such as redis:6379, [::1]:5432 or postgres://db/shop';

/** `HOST:PORT`, or a URL of a known scheme; several hosts in one URL are a dependency each. `place` is counted from 1: what was typed may hold a password. */
export function parseDependency(written: string, place: number): Dependency[] {
  if (written.trim() === '') throw usage(`dependency ${place} is empty`, 'is a variable not set? A dependency is HOST:PORT or a URL');
  const url = /^(?:jdbc:)?([a-z][a-z0-9.-]*)(\+[a-z0-9.+-]+)?:\/\/([^/?#]*)/i.exec(written.trim());
  if (!url) return [tcp(written.trim(), undefined, place)];
  const [, scheme = '', driver = '', authority = ''] = url;
  if (driver === '+srv')
    throw usage(`dependency ${place} names its servers by an SRV record, which is not followed`, 'name one of them: HOST:PORT');
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  return hosts.split(',').map((host) => tcp(host, defaultPorts[scheme.toLowerCase()], place));
}

function tcp(written: string, defaultPort: number | undefined, place: number): Dependency {
  const [, bracketed, plain, port = defaultPort] = /^(?:\[([0-9a-f:.%\w]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(written) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw usage(`dependency ${place} is not HOST:PORT, nor a URL that is understood`, example);
  if (port === undefined) throw usage(`dependency ${place}, ${host}, names no port`, example);
  return dependencyAt(host, portOf(String(port), `dependency ${place}, ${host}`));
}

/** A pair of variables such as LLAMA_CPP_HOST and LLAMA_CPP_PORT. */
export function dependencyOfVariables(name: string, environment: Record<string, string>): Dependency {
  const [host, port] = [`${name}_HOST`, `${name}_PORT`].map((variable) => {
    const value = environment[variable]?.trim();
    if (value) return value;
    throw usage(`--from ${name}: ${variable} has no value`, `set ${name}_HOST and ${name}_PORT`);
  });
  // Kubernetes and old links of Docker write `tcp://10.0.0.1:6379`.
  const number = /^tcp:\/\/.*:(\d+)$/.exec(port ?? '')?.[1] ?? port ?? '';
  const bare = (host ?? '').replace(/^\[(.*)\]$/, '$1');
  if (!/^[\w.:%-]+$/.test(bare)) throw usage(`--from ${name}: ${name}_HOST is no host's name`, example);
  return dependencyAt(bare, portOf(number, `--from ${name}`));
}

/** What has to answer with a status of 2xx or 3xx. */
export function parseHttp(written: string, place: number): Dependency {
  const url = URL.canParse(written.trim()) ? new URL(written.trim()) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw usage(`--http ${place} is not a URL of http or https`, 'such as: --http http://api:8080/health');
  return { kind: 'http', name: `${url.origin}${url.pathname}`, url: url.href };
}

function dependencyAt(host: string, port: number): Dependency {
  return { kind: 'tcp', name: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`, host, port };
}

function portOf(written: string, whose: string): number {
  const port = /^\d{1,5}$/.test(written) ? Number(written) : 0;
  if (port < 1 || port > 65_535) throw usage(`${whose}: its port is not a number between 1 and 65535`, example);
  return port;
}
