import { expect, test } from 'vitest';
import { hostsAreServices } from '../../../../../src/deploy/check/rules/network/hosts-are-services.ts';
import type { ComposeFile, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf, type InputOptions } from '../../input.ts';

const on = { networks: { default: null } };
const redis: ComposeService = { image: 'redis:7', ...on };

const look = (
  environment: Record<string, string>,
  others: ComposeFile['services'] = { redis },
  more: ComposeService = {},
  rest: InputOptions = {},
) => hostsAreServices.look(inputOf({ services: { web: { image: 'shop', ...on, environment, ...more }, ...others }, ...rest }));

const set = (name: string, value: string) => ({ edit: 'set', path: ['services', 'web', 'environment', name], value });

test.each([
  ['a slip of the fingers', { REDIS_URL: 'redis://rediss:6379' }, [set('REDIS_URL', 'redis://redis:6379')]],
  ['the name of an image’s program', { REDIS_HOST: 'redis-server', REDIS_PORT: '6379' }, [set('REDIS_HOST', 'redis')]],
  ['a container of plain Compose', { CACHE_URL: 'redis://shop-redis-1:6379/2' }, [set('CACHE_URL', 'redis://redis:6379/2')]],
  ['one of Compose before version 2', { CACHE_URL: 'redis://shop_redis_1' }, [set('CACHE_URL', 'redis://redis')]],
])('%s is certain, and mended', (_what, environment, repair) => {
  expect(look(environment)).toMatchObject([{ severity: 'error', service: 'web', repair }]);
});

test('a host that is nowhere in the file is a warning: it may be a machine of the house', () => {
  const [found] = look({ QUEUE_URL: 'amqp://rabbit:5672' });
  expect(found).toMatchObject({
    severity: 'warning',
    message: 'QUEUE_URL of web calls rabbit:5672, and no service has that name',
    fix: 'there are: web, redis',
  });
  expect(found).not.toHaveProperty('repair');
});

test.each<[string, ComposeService, ComposeService]>([
  ['an alias', { networks: { default: { aliases: ['cache'] } } }, {}],
  ['a container name', { container_name: 'cache' }, {}],
  ['a host name', { hostname: 'cache' }, {}],
  ['a link', {}, { links: ['redis:cache'] }],
  ['an extra host', {}, { extra_hosts: ['cache=10.0.0.9'] }],
  ['a link to a container elsewhere', {}, { external_links: ['shop_redis_1:cache'] }],
])('%s is a name', (_what, of, caller) => {
  expect(look({ CACHE_URL: 'redis://cache:6379' }, { redis: { ...redis, ...of } }, caller)).toEqual([]);
});

test('names of a network that others made, or of a DNS server of its own, are not known here', () => {
  const networks = { default: { external: true, name: 'proxy' } };
  expect(look({ DB_URL: 'postgres://db:5432' }, {}, {}, { networks })).toEqual([]);
  expect(look({ DB_URL: 'postgres://db:5432' }, {}, { dns: ['10.0.0.1'] })).toEqual([]);
});

test('addresses, domains, buckets, files, placeholders and other words are no names of services', () => {
  const environment = {
    A: 'https://api.example.com',
    B: 's3://bucket/key',
    C: 'sqlite://data/app.db',
    D: 'http://10.0.0.1:8080',
    E: 'postgres://user:password@host:5432/db',
    DEBUG_HOST: '',
    LOG_SERVER: 'syslog',
    GREETING: 'hello',
    NODE_ENV: 'production',
    F: 'http://host.docker.internal:80',
  };
  expect(look(environment)).toEqual([]);
});

test('a service of an inactive profile is told with the way to run it', () => {
  const services = { web: { image: 'shop', ...on, environment: { QUEUE_URL: 'redis://queue:6379' } } };
  const { draft, ...rest } = inputOf({ services });
  const sources = {
    ...draft.sources,
    written: (path: (string | number)[]) => (path.join('.') === 'services.queue.profiles' ? ['infra'] : 'redis://queue:6379'),
  };
  expect(hostsAreServices.look({ ...rest, draft: { ...draft, sources, inactive: ['queue'] } })).toMatchObject([
    {
      severity: 'warning',
      cause: 'service-in-inactive-profile',
      fix: 'portside up --profile infra, or remove profiles: from queue',
      repair: [{ edit: 'remove', path: ['services', 'queue', 'profiles'] }],
    },
  ]);
});

test('what --only leaves out is a service all the same', () => {
  const input = inputOf({ services: { web: { image: 'shop', ...on, environment: { REDIS_URL: 'redis://redis:6379' } }, redis } });
  const { web } = input.stack.compose.services;
  const stack = { ...input.stack, compose: { ...input.stack.compose, services: web ? { web } : {} }, leftAlone: ['redis'] };
  expect(hostsAreServices.look({ ...input, stack })).toEqual([]);
});
