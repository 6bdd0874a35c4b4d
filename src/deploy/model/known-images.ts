/** What is known of an image by its name: servers that never end by themselves, and what tells that they are ready. */
export interface KnownImage {
  /** Of its own protocol; absent for what speaks HTTP on a port of the author's choice. */
  port?: number;
  /** Holds data: not to be reached by everybody, and long to start. */
  database?: true;
  /** A healthcheck as the Compose file writes it. */
  test?: string[];
}

const mysql: KnownImage = { port: 3306, database: true, test: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1', '--silent'] };
const mariadb: KnownImage = { port: 3306, database: true };
const redis: KnownImage = { port: 6379, database: true, test: ['CMD', 'redis-cli', 'ping'] };
const postgres: KnownImage = { port: 5432, database: true, test: ['CMD-SHELL', 'pg_isready -U "$${POSTGRES_USER:-postgres}"'] };

const images: Record<string, KnownImage> = {
  postgres,
  'postgis/postgis': postgres,
  'pgvector/pgvector': postgres,
  'timescale/timescaledb': postgres,
  mysql,
  percona: mysql,
  mariadb: { ...mariadb, test: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'] },
  redis,
  'redis/redis-stack': redis,
  'redis/redis-stack-server': redis,
  'valkey/valkey': { ...redis, test: ['CMD', 'valkey-cli', 'ping'] },
  mongo: { port: 27_017, database: true, test: ['CMD', 'mongosh', '--quiet', '--eval', "db.adminCommand('ping').ok"] },
  rabbitmq: { port: 5672, database: true, test: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'] },
  memcached: { port: 11_211, database: true },
  cassandra: { port: 9042, database: true },
  couchdb: { port: 5984, database: true },
  influxdb: { port: 8086, database: true },
  neo4j: { port: 7687, database: true },
  'clickhouse/clickhouse-server': { port: 8123, database: true },
  'cockroachdb/cockroach': { port: 26_257, database: true },
  elasticsearch: { port: 9200, database: true },
  'docker.elastic.co/elasticsearch/elasticsearch': { port: 9200, database: true },
  'opensearchproject/opensearch': { port: 9200, database: true },
  'mcr.microsoft.com/mssql/server': { port: 1433, database: true },
  'bitnami/postgresql': { port: 5432, database: true },
  'bitnami/mysql': mysql,
  'bitnami/mariadb': mariadb,
  'bitnami/redis': redis,
  'bitnami/mongodb': { port: 27_017, database: true },
  nginx: {},
  httpd: {},
  caddy: {},
  traefik: {},
  haproxy: {},
};

export function knownImage(reference: string | undefined): KnownImage | undefined {
  const name = reference === undefined ? undefined : imageName(reference);
  return name !== undefined && Object.hasOwn(images, name) ? images[name] : undefined;
}

/** `docker.io/library/postgres:16@sha256:…` → `postgres`; of what mirrors the official images too. */
export function imageName(reference: string): string {
  const [named = ''] = reference.split('@');
  return named
    .replace(/:[^/:]*$/, '')
    .replace(/^(?:(?:index\.)?docker\.io\/|[^/]+[.:][^/]*\/(?:docker\/)?(?=library\/))?(?:library\/)?/, '');
}
