/** A kind of server: by what schemes, ports, images and words one knows it. */
export interface Family {
  name: string;
  schemes: string[];
  /** The ports on which it listens unless told otherwise, its main one first. */
  ports: number[];
  /** Last parts of image names. */
  images: string[];
  /** Its programs: a container that runs none of them, and has a command of its own, is no such server. */
  programs: RegExp;
  /** What variables that mean it are called. */
  words: string[];
}

const database = ['db', 'database', 'sql', 'dsn'];

/** Servers that other programs call by a protocol of their own; what speaks HTTP to people is not among them. */
export const families: readonly Family[] = [
  family('redis', ['redis', 'rediss'], [6379], /redis-server|valkey-server|keydb-server|dragonfly/, {
    images: ['redis', 'valkey', 'keydb', 'dragonfly', 'redis-stack', 'redis-stack-server', 'redict'],
    words: ['redis', 'valkey', 'cache', 'session', 'queue', 'broker', 'celery', 'storage'],
  }),
  family('postgres', ['postgres', 'postgresql', 'pgsql'], [5432], /\bpostgres\b|pg_ctl/, {
    images: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'timescaledb-ha', 'pgvector', 'alloydb-omni', 'pgvecto-rs'],
    words: ['postgres', 'postgresql', 'pg', 'psql', ...database],
  }),
  family('mysql', ['mysql', 'mysql2', 'mysqli', 'mariadb'], [3306], /mysqld|mariadbd/, {
    images: ['mysql', 'mariadb', 'mysql-server', 'percona', 'percona-server'],
    words: ['mysql', 'mariadb', ...database],
  }),
  family('mongo', ['mongodb', 'mongo', 'mongodb+srv'], [27017], /\bmongo[ds]\b/, {
    images: ['mongo', 'mongodb', 'mongodb-community-server', 'percona-server-mongodb', 'ferretdb'],
    words: ['mongo', 'mongodb', 'db', 'database'],
  }),
  family('mssql', ['sqlserver', 'mssql'], [1433], /sqlservr/, {
    images: ['mssql-server', 'server', 'azure-sql-edge'],
    words: ['mssql', 'sqlserver', ...database],
  }),
  family('rabbitmq', ['amqp', 'amqps'], [5672], /rabbitmq-server/, {
    images: ['rabbitmq', 'lavinmq'],
    words: ['rabbitmq', 'rabbit', 'amqp', 'broker', 'queue', 'mq', 'celery', 'messaging'],
  }),
  family('kafka', ['kafka'], [9092], /kafka-server-start|redpanda/, {
    images: ['kafka', 'cp-kafka', 'redpanda', 'kafka-native'],
    words: ['kafka', 'broker', 'bootstrap'],
  }),
  family('memcached', ['memcached', 'memcache'], [11211], /\bmemcached\b/, {
    images: ['memcached'],
    words: ['memcached', 'memcache', 'cache'],
  }),
  family('nats', ['nats'], [4222], /nats-server/, { images: ['nats', 'nats-streaming'], words: ['nats', 'stan', 'jetstream'] }),
  family('mqtt', ['mqtt', 'mqtts'], [1883], /mosquitto\b/, {
    images: ['eclipse-mosquitto', 'mosquitto', 'emqx', 'hivemq4', 'vernemq'],
    words: ['mqtt', 'mosquitto', 'broker'],
  }),
  family('elasticsearch', ['elasticsearch', 'opensearch'], [9200], /elasticsearch|opensearch/, {
    images: ['elasticsearch', 'opensearch'],
    words: ['elasticsearch', 'elastic', 'opensearch', 'es', 'search'],
  }),
  family('etcd', ['etcd'], [2379], /\betcd\b/, { images: ['etcd'], words: ['etcd'] }),
  family('clickhouse', ['clickhouse', 'clickhouse+native'], [9000, 8123], /clickhouse-server/, {
    images: ['clickhouse-server', 'clickhouse'],
    words: ['clickhouse', ...database],
  }),
  family('minio', ['minio'], [9000], /\bminio\b/, { images: ['minio'], words: ['minio', 's3', 'storage', 'aws'] }),
  family('cassandra', ['cassandra'], [9042], /\bcassandra\b|scylla/, { images: ['cassandra', 'scylla'], words: ['cassandra', 'scylla'] }),
  family('neo4j', ['bolt', 'neo4j'], [7687], /\bneo4j\b/, { images: ['neo4j'], words: ['neo4j', 'bolt', 'graph'] }),
  family('zookeeper', ['zookeeper', 'zk'], [2181], /zkServer|zookeeper-server-start/, {
    images: ['zookeeper', 'cp-zookeeper'],
    words: ['zookeeper', 'zk', 'zoo'],
  }),
  family('mail', ['smtp'], [1025, 25, 587], /mailpit|mailhog|maildev|postfix/i, {
    images: ['mailhog', 'mailpit', 'maildev'],
    words: ['mail', 'smtp', 'mailer', 'email'],
  }),
];

function family(
  name: string,
  schemes: string[],
  ports: number[],
  programs: RegExp,
  { images, words }: Pick<Family, 'images' | 'words'>,
): Family {
  return { name, schemes, ports, programs, images, words };
}

/** `postgresql+psycopg` is of `postgresql`. */
export function familyOfScheme(scheme: string | undefined): Family | undefined {
  const base = scheme?.toLowerCase() ?? '';
  return (
    families.find(({ schemes }) => schemes.includes(base)) ?? families.find(({ schemes }) => schemes.includes(base.split('+')[0] ?? ''))
  );
}

/** Words of a name, small and in the singular: `REDIS_HOST_NAMES` → redis, host, name. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > 4 && word.endsWith('s') && !word.endsWith('ss') && !knownWords.has(word) ? word.slice(0, -1) : word));
}

const knownWords = new Set(families.flatMap(({ words, images }) => [...words, ...images]));

/** `pghost` is of postgres too. */
export function familiesMeantBy(words: readonly string[]): Family[] {
  return families.filter((one) => one.words.some((word) => words.includes(word) || words.includes(`${word}host`)));
}
