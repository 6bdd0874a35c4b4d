import { expect, test } from 'vitest';
import { serversListenForOthers } from '../../../../../src/deploy/check/rules/network/servers-listen-for-others.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const on = { networks: { default: null } };
const ports = [{ target: 8000, published: '8000', protocol: 'tcp' }];
const caller = { image: 'w', ...on, environment: { CACHE: 'redis://app:6379' } };

const look = (app: ComposeService, others: Record<string, ComposeService> = {}, paths = {}) =>
  serversListenForOthers.look(inputOf({ services: { app: { image: 'shop', ...on, ...app }, ...others }, surroundings: { paths } }));

test.each([
  [['uvicorn', 'main:app', '--host', '127.0.0.1', '--port', '8000'], 3, '0.0.0.0'],
  [['gunicorn', '-b', '127.0.0.1:8000', 'app'], 2, '0.0.0.0:8000'],
  [['python', 'manage.py', 'runserver', 'localhost:8000'], 3, '0.0.0.0:8000'],
  [['python', '-m', 'http.server', '8000', '--bind', '127.0.0.1'], 5, '0.0.0.0'],
  [['vite', '--host=localhost'], 1, '--host=0.0.0.0'],
])('%j and a published port do not fit', (command, index, value) => {
  expect(look({ command, ports })).toMatchObject([
    { severity: 'error', service: 'app', repair: [{ edit: 'set', path: ['services', 'app', 'command', index], value }] },
  ]);
});

test('a server that another service calls', () => {
  const redis = { image: 'redis:7', command: ['redis-server', '--bind', '127.0.0.1'] };
  expect(look(redis, { caller })).toMatchObject([{ severity: 'error', message: expect.stringContaining('caller calls it') as unknown }]);
  expect(look(redis)).toEqual([]);
});

test.each<[string, ComposeService]>([
  ['a second address', { command: ['gunicorn', '-b', '127.0.0.1:8000', '-b', '0.0.0.0:8000', 'app'] }],
  ['another port than the published one', { command: ['gunicorn', '-b', '127.0.0.1:9000', 'app'] }],
  ['a script', { command: ['sh', '-c', 'uvicorn a --host 127.0.0.1 --port 8000 & nginx'] }],
  ['a client', { command: ['mysql', '--host', '127.0.0.1'] }],
  ['the machine’s network', { command: ['uvicorn', 'a', '--host', '127.0.0.1', '--port', '8000'], network_mode: 'host' }],
])('%s is no fault', (_what, app) => {
  expect(look({ ports, ...app })).toEqual([]);
});

test('a sidecar in the same network may pass on to it', () => {
  expect(
    look(
      { command: ['uvicorn', 'a', '--host', '127.0.0.1', '--port', '8000'], ports },
      { proxy: { image: 'nginx', network_mode: 'service:app' } },
    ),
  ).toEqual([]);
});

test('a variable is likely, not certain; that of another port is none', () => {
  expect(look({ environment: { HOST: '127.0.0.1', PORT: '8000' }, ports })).toMatchObject([
    { severity: 'warning', repair: [{ edit: 'set', path: ['services', 'app', 'environment', 'HOST'], value: '0.0.0.0' }] },
  ]);
  expect(look({ environment: { ADMIN_BIND: '127.0.0.1:9000' }, ports })).toEqual([]);
  expect(look({ environment: { DB_HOST: '127.0.0.1' }, ports })).toEqual([]);
});

const conf = (text: string) => ({ '/srv/shop/redis.conf': { kind: 'file' as const, text } });
const redis = {
  image: 'redis:7',
  command: ['redis-server', '/etc/redis.conf'],
  volumes: [{ type: 'bind', source: '/srv/shop/redis.conf', target: '/etc/redis.conf' }],
};

test('the server’s own settings', () => {
  expect(look(redis, { caller }, conf('port 6379\nbind 127.0.0.1 -::1\n'))).toMatchObject([
    {
      severity: 'error',
      at: { file: '/srv/shop/redis.conf', line: 2 },
      repair: [{ edit: 'replace', line: 2, from: '127.0.0.1 -::1', to: '0.0.0.0' }],
    },
  ]);
  expect(look(redis, { caller }, conf('# bind 127.0.0.1\nbind 127.0.0.1 10.0.0.2\n'))).toEqual([]);
  expect(look({ ...redis, command: [...redis.command, '--bind', '0.0.0.0'] }, { caller }, conf('bind 127.0.0.1\n'))).toEqual([]);
});
