import { expect, test } from 'vitest';
import { urlsNameServices } from '../../../../../src/deploy/check/rules/network/urls-name-services.ts';
import type { ComposeFile, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import type { PathFacts } from '../../../../../src/deploy/model/surroundings.ts';
import { type InputOptions, dockerfileOf, inputOf } from '../../input.ts';

const redis: ComposeService = { image: 'redis:7-alpine', networks: { default: null } };
const app = (more: ComposeService): ComposeService => ({ image: 'shop', networks: { default: null }, ...more });

function look(services: ComposeFile['services'], more: InputOptions = {}) {
  return urlsNameServices.look(inputOf({ services, ...more }));
}

const withEnvironment = (environment: Record<string, string>, others: ComposeFile['services'] = { redis }, more: ComposeService = {}) =>
  look({ web: app({ environment, ...more }), ...others });

const set = (name: string, value: string) => ({ edit: 'set', path: ['services', 'web', 'environment', name], value });
const text = (path: string, content: string): Record<string, PathFacts> => ({ [path]: { kind: 'file', text: content } });

test.each([
  ['REDIS_URL', 'redis://localhost:6379/0', 'redis://redis:6379/0'],
  ['CELERY_BROKER', 'rediss://:hush@127.0.0.1:6379', 'rediss://:hush@redis:6379'],
  ['CACHE', 'redis://[::1]:6379', 'redis://redis:6379'],
  ['CACHE', 'redis://localhost', 'redis://redis'],
  ['REDIS_ADDR', 'localhost:6379', 'redis:6379'],
  ['REDIS_HOST', 'localhost', 'redis'],
])('%s=%s means the service redis', (name, value, right) => {
  expect(withEnvironment({ [name]: value })).toMatchObject([{ severity: 'error', service: 'web', repair: [set(name, right)] }]);
});

test('the words name variable, address and service, and never a password', () => {
  const [found] = withEnvironment({ REDIS_URL: 'redis://app:hush@localhost:6379' });
  expect(found).toMatchObject({
    message: 'REDIS_URL of web says localhost:6379, which is web itself, where redis:6379 is meant',
    at: { file: 'services.web.environment.REDIS_URL' },
    fix: 'write redis:6379',
  });
});

test('the port of the machine becomes the one inside', () => {
  const published = { redis: { ...redis, ports: [{ target: 6379, published: '6399', protocol: 'tcp' }] } };
  expect(withEnvironment({ REDIS_URL: 'redis://localhost:6399' }, published)).toMatchObject([
    { repair: [set('REDIS_URL', 'redis://redis:6379')] },
  ]);
  expect(withEnvironment({ REDIS_HOST: '127.0.0.1', REDIS_PORT: '6399' }, published)).toMatchObject([
    { repair: [set('REDIS_HOST', 'redis'), set('REDIS_PORT', '6379')] },
  ]);
});

test('several addresses of one value are one finding with one repair', () => {
  const broker = (port: string) => app({ image: 'broker', expose: [port] });
  expect(
    withEnvironment({ BROKERS: 'localhost:9092,localhost:9093' }, { 'broker-1': broker('9092'), 'broker-2': broker('9093') }),
  ).toMatchObject([{ severity: 'error', repair: [set('BROKERS', 'broker-1:9092,broker-2:9093')] }]);
});

test('which of several databases is meant is not guessed', () => {
  const postgres = { image: 'postgres:16', networks: { default: null } };
  expect(withEnvironment({ DATABASE_URL: 'postgres://localhost:5432/a' }, { one: postgres, two: postgres })).toEqual([]);
  expect(
    withEnvironment({ ORDERS_DATABASE_URL: 'postgres://localhost:5432/a' }, { 'orders-db': postgres, 'users-db': postgres }),
  ).toMatchObject([{ repair: [set('ORDERS_DATABASE_URL', 'postgres://orders-db:5432/a')] }]);
});

test.each([
  'PUBLIC_URL',
  'NEXT_PUBLIC_API_URL',
  'VITE_API',
  'CORS_ORIGINS',
  'OAUTH_REDIRECT_URI',
  'EXTERNAL_REDIS',
  'KAFKA_ADVERTISED_LISTENERS',
  'ROOT_URL',
  'ADMIN_BIND',
  'ALLOWED_HOSTS',
  'APP_URL',
])('%s is for a browser, a listener or somebody outside', (name) => {
  const api = app({ ports: [{ target: 4000, published: '4000', protocol: 'tcp' }] });
  expect(withEnvironment({ [name]: 'http://localhost:4000' }, { api })).toEqual([]);
  expect(withEnvironment({ [name]: 'localhost:4000' }, { api })).toEqual([]);
});

test('a page’s address is a warning at most: where a browser could be meant too, a note', () => {
  const exposed = { api: app({ expose: ['4000'] }) };
  const published = { api: app({ ports: [{ target: 4000, published: '4000', protocol: 'tcp' }] }) };
  expect(withEnvironment({ API_URL: 'http://localhost:4000' }, exposed)).toMatchObject([{ severity: 'warning' }]);
  expect(withEnvironment({ API_URL: 'http://localhost:4000' }, published)).toMatchObject([{ severity: 'note' }]);
  expect(withEnvironment({ UPSTREAM: 'http://localhost:4000' }, published)).toMatchObject([{ severity: 'warning' }]);
});

test('localhost is right where the server is in the same container, or shares its network', () => {
  const url = { REDIS_URL: 'redis://localhost:6379' };
  expect(withEnvironment(url, { redis }, { command: ['supervisord', '-n'] })).toEqual([]);
  expect(withEnvironment(url, { redis }, { command: ['sh', '-c', 'redis-server & exec node app.js'] })).toEqual([]);
  expect(withEnvironment(url, { redis }, { expose: ['6379'] })).toEqual([]);
  expect(withEnvironment(url, { redis }, { network_mode: 'service:redis' })).toEqual([]);
  expect(withEnvironment(url, { redis: { ...redis, network_mode: 'service:web' } })).toEqual([]);
  expect(withEnvironment(url, { redis }, { network_mode: 'host' })).toEqual([]);
  expect(look({ a: redis, b: { ...redis, environment: url } })).toEqual([]);
});

test('nor is anything said of a Dockerfile that installs the server, or of a script that starts it', () => {
  const services = {
    web: app({
      environment: { REDIS_URL: 'redis://localhost:6379' },
      volumes: [{ type: 'bind', source: '/srv/shop/start.sh', target: '/start.sh' }],
    }),
    redis,
  };
  expect(look(services, { surroundings: { paths: text('/srv/shop/start.sh', 'redis-server --daemonize yes\nexec node app.js') } })).toEqual(
    [],
  );
  const dockerfiles = {
    web: dockerfileOf('FROM debian\nRUN apt-get install -y supervisor\nCMD ["supervisord"]'),
  };
  expect(look(services, { surroundings: { dockerfiles } })).toEqual([]);
});

test('a database at localhost may be a socket in a volume that both have', () => {
  const run = { type: 'volume', source: 'run', target: '/var/run/mysqld' };
  const mysql = { image: 'mysql:8', volumes: [run] };
  expect(withEnvironment({ DB_HOST: 'localhost' }, { mysql }, { volumes: [run] })).toEqual([]);
  expect(withEnvironment({ DB_HOST: 'localhost' }, { mysql })).toMatchObject([{ severity: 'error', repair: [set('DB_HOST', 'mysql')] }]);
});

test('a way that another variable does not choose is a warning', () => {
  const driver = (CACHE_DRIVER: string) => withEnvironment({ CACHE_DRIVER, REDIS_HOST: '127.0.0.1', REDIS_PORT: '6379' });
  expect(driver('file')).toMatchObject([{ severity: 'warning' }]);
  expect(driver('redis')).toMatchObject([{ severity: 'error' }]);
});

test('what nobody in the stack offers is not its matter', () => {
  expect(
    withEnvironment({ OTEL_ENDPOINT: 'http://localhost:4318', SMTP_HOST: '127.0.0.1', SMTP_PORT: '2525', HOST: '0.0.0.0', PORT: '3000' }),
  ).toEqual([]);
  const client = { image: 'redis:7-alpine', command: ['redis-cli', '-h', 'elsewhere', 'monitor'] };
  expect(withEnvironment({ REDIS_URL: 'redis://localhost:6379' }, { client })).toEqual([]);
});

test('a proxy’s settings, and a command, are read too', () => {
  const api = app({ expose: ['3000'] });
  const conf = { type: 'bind', source: '/srv/shop/nginx.conf', target: '/etc/nginx/nginx.conf' };
  const proxy = { image: 'nginx:1.27', networks: { default: null }, volumes: [conf] };
  const paths = text('/srv/shop/nginx.conf', 'server {\n  # proxy_pass http://localhost:3000;\n  proxy_pass http://localhost:3000;\n}\n');
  expect(look({ proxy, api }, { surroundings: { paths } })).toMatchObject([
    {
      severity: 'error',
      at: { file: '/srv/shop/nginx.conf', line: 3 },
      repair: [{ edit: 'replace', line: 3, from: 'localhost:3000', to: 'api:3000' }],
    },
  ]);
  expect(look({ web: app({ command: ['celery', '-b', 'redis://localhost:6379'] }), redis })).toMatchObject([
    { severity: 'error', repair: [{ edit: 'set', path: ['services', 'web', 'command', 2], value: 'redis://redis:6379' }] },
  ]);
});

const written = (path: (string | number)[]) => (path.at(-1) === 'DATABASE_URL' ? '${DATABASE_URL}' : undefined);

test('a value with a password is mended where it stands, never copied into the Compose file', () => {
  const services = { web: app({ environment: { DATABASE_URL: 'postgres://u:hush@localhost/x' } }), postgres: { image: 'postgres:16' } };
  const { draft, stack, ...rest } = inputOf({ services });
  const files = text('/srv/shop/.env', 'A=1\nDATABASE_URL=postgres://u:hush@localhost/x\n');
  const input = {
    ...rest,
    draft: { ...draft, sources: { ...draft.sources, written } },
    stack: { ...stack, project: { ...stack.project, envFiles: ['/srv/shop/.env'] } },
  };
  expect(urlsNameServices.look({ ...input, surroundings: { ...input.surroundings, paths: files } })).toMatchObject([
    { repair: [{ edit: 'replace', file: '/srv/shop/.env', line: 2, from: 'localhost', to: 'postgres' }] },
  ]);
  const [bare] = urlsNameServices.look(input);
  expect(bare).toMatchObject({ severity: 'error' });
  expect(bare).not.toHaveProperty('repair');
});

test('a number in common alone is a note that mends nothing: the address may be where it listens', () => {
  const [found] = withEnvironment({ METRICS_ADDR: '127.0.0.1:9000' }, { files: app({ expose: ['9000'] }) });
  expect(found).toMatchObject({ severity: 'note' });
  expect(found).not.toHaveProperty('repair');
});

test('what an env file brings to everybody may be needed by somebody else only', () => {
  const url = { REDIS_URL: 'redis://localhost:6379' };
  const from = (more: ComposeService) => {
    const { draft, ...rest } = inputOf({ services: { web: app({ environment: url, ...more }), redis } });
    return urlsNameServices.look({ ...rest, draft: { ...draft, sources: { ...draft.sources, written: () => undefined } } });
  };
  expect(from({})).toMatchObject([{ severity: 'warning' }]);
  expect(from({ depends_on: { redis: { condition: 'service_started' } } })).toMatchObject([{ severity: 'error' }]);
});

test('a default that is used is mended in place; one that is not leaves the work to the env file', () => {
  const mended = (values: Record<string, string>) => {
    const { draft, stack, ...rest } = inputOf({ services: { web: app({ environment: { CACHE: 'redis://localhost:6379' } }), redis } });
    const sources = {
      ...draft.sources,
      written: (path: (string | number)[]) => (path.at(-1) === 'CACHE' ? '${CACHE:-redis://localhost:6379}' : undefined),
    };
    const surroundings = { ...rest.surroundings, paths: text('/srv/shop/.env', 'CACHE=redis://u:p@localhost:6379\n') };
    const project = { ...stack.project, envFiles: ['/srv/shop/.env'] };
    return urlsNameServices.look({ ...rest, draft: { ...draft, sources, values }, stack: { ...stack, project }, surroundings });
  };
  expect(mended({})).toMatchObject([{ repair: [set('CACHE', '${CACHE:-redis://redis:6379}')] }]);
  expect(mended({ CACHE: 'redis://localhost:6379' })).toMatchObject([{ repair: [set('CACHE', 'redis://redis:6379')] }]);
});

test('a page’s address within a longer text is nothing to judge', () => {
  const extra = "define('WP_HOME','http://localhost:8080');";
  expect(withEnvironment({ CONFIG_EXTRA: extra }, { adminer: app({ expose: ['8080'] }) })).toEqual([]);
});
