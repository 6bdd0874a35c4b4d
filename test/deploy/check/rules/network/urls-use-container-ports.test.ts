import { expect, test } from 'vitest';
import { urlsUseContainerPorts } from '../../../../../src/deploy/check/rules/network/urls-use-container-ports.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const on = { networks: { default: null } };
const published = (target: number, port: number) => [{ target, published: String(port), protocol: 'tcp' }];

const look = (caller: ComposeService, api: ComposeService) =>
  urlsUseContainerPorts.look(inputOf({ services: { web: { image: 'w', ...on, ...caller }, api: { image: 'a', ...on, ...api } } }));

const set = (name: string, value: string) => ({ edit: 'set', path: ['services', 'web', 'environment', name], value });

test('the published port is not the one inside', () => {
  expect(look({ environment: { API: 'http://api:8080/v1' } }, { ports: published(80, 8080) })).toMatchObject([
    {
      severity: 'error',
      service: 'web',
      message: "API of web calls api:8080, which is api's port for the machine outside; inside it listens on 80",
      fix: 'write api:80',
      repair: [set('API', 'http://api:80/v1')],
    },
  ]);
  expect(look({ environment: { API_HOST: 'api', API_PORT: '8080' } }, { ports: published(80, 8080) })).toMatchObject([
    { repair: [set('API_PORT', '80')] },
  ]);
});

test.each<[string, ComposeService]>([
  ['exposes it too', { expose: ['8080'] }],
  ['is told it', { command: ['serve', '--port', '8080'] }],
  ['has it in its environment', { environment: { GRPC_PORT: '8080' } }],
  ['asks itself there', { healthcheck: { test: ['CMD', 'wget', 'http://localhost:8080/'] } }],
  ['publishes it as well', { ports: [...published(80, 8080), ...published(8080, 9999)] }],
])('a service that %s may listen there', (_what, more) => {
  expect(look({ environment: { API: 'http://api:8080' } }, { ports: published(80, 8080), ...more })).toEqual([]);
});

test('what nobody publishes may be listened on; a well-known server is known', () => {
  expect(look({ environment: { API: 'http://api:9000' } }, { ports: published(80, 8080) })).toEqual([]);
  const redis = { image: 'redis:7', ...on };
  const call = (port: number) =>
    inputOf({ services: { web: { image: 'w', ...on, environment: { CACHE: `redis://redis:${port}` } }, redis } });
  expect(urlsUseContainerPorts.look(call(6380))).toMatchObject([{ severity: 'warning', fix: 'write redis:6379' }]);
  expect(urlsUseContainerPorts.look(call(6379))).toEqual([]);
});

test('a server with a console may have ports of which nobody speaks', () => {
  const services = {
    web: { image: 'w', ...on, environment: { CONSOLE: 'http://rabbit:15672' } },
    rabbit: { image: 'rabbitmq:3-management', ...on },
  };
  expect(urlsUseContainerPorts.look(inputOf({ services }))).toEqual([]);
});

test('a port variable without a host, where the command uses it for that service', () => {
  const command = ['sh', '-c', 'redis-cli -h redis -p $$REDIS_PORT ping'];
  const redis = { image: 'redis:7', ...on, ports: published(6379, 6380) };
  const worker = (more: ComposeService) =>
    inputOf({ services: { web: { image: 'redis:7', ...on, environment: { REDIS_PORT: '6380' }, ...more }, redis } });
  expect(urlsUseContainerPorts.look(worker({ command }))).toMatchObject([{ severity: 'error', repair: [set('REDIS_PORT', '6379')] }]);
  expect(urlsUseContainerPorts.look(worker({ command: ['node', 'app.js'] }))).toEqual([]);
});
