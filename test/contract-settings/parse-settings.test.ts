import { expect, test } from 'vitest';
import { parseSettings } from '../../src/contract/parse-settings.ts';

test('everything that the design names is understood', () => {
  const { settings, problems } = parseSettings({
    ports: { api: 'cc_execute:8000', websocket: 'cc_execute:8003' },
    range: '8001-8999',
    env: { required: ['DATABASE_URL'], optional: { ANTHROPIC_API_KEY: 'agent features are limited' }, generate: ['EXECUTOR_TOKEN'] },
    verify: [
      { http: 'cc_execute:8000/health', status: 204, body: 'ok', json: { status: 'up' } },
      { http: 'https://web:8443' },
      { websocket: 'cc_execute:8003/ws/mcp' },
      { tcp: 'db:5432' },
      { command: { in: 'redis', run: ['redis-cli', 'ping'] } },
    ],
    update: { cc_execute: 'rolling', redis: 'recreate' },
    stateful: ['redis'],
    private: ['./data'],
    edge: {
      server: 'nginx',
      image: 'nginx:1',
      domain: 'evolve.example.org',
      to: 'web:3011',
      certificate: './tls/c.pem',
      key: './tls/k.pem',
    },
    before: { cc_execute: ['npm', 'run', 'migrate'] },
    snapshot: { quiesce: { redis: ['redis-cli', 'save'] }, resume: { redis: ['true'] } },
    check: { 'some-rule': 'it is a demo', other: { reason: 'not here', services: ['web'] } },
    connect: { api: 'curl {API_URL}/health' },
  });
  expect(problems).toEqual([]);
  expect(settings).toEqual({
    ports: { api: { service: 'cc_execute', port: 8000 }, websocket: { service: 'cc_execute', port: 8003 } },
    range: { from: 8001, to: 8999 },
    env: { required: ['DATABASE_URL'], optional: { ANTHROPIC_API_KEY: 'agent features are limited' }, generate: ['EXECUTOR_TOKEN'] },
    verify: [
      { kind: 'http', service: 'cc_execute', port: 8000, path: '/health', tls: false, status: 204, body: 'ok', json: { status: 'up' } },
      { kind: 'http', service: 'web', port: 8443, path: '/', tls: true },
      { kind: 'websocket', service: 'cc_execute', port: 8003, path: '/ws/mcp', tls: false },
      { kind: 'tcp', service: 'db', port: 5432 },
      { kind: 'command', service: 'redis', run: ['redis-cli', 'ping'] },
    ],
    update: { cc_execute: 'rolling', redis: 'recreate' },
    stateful: ['redis'],
    private: ['./data'],
    edge: {
      ...{ server: 'nginx', image: 'nginx:1', domain: 'evolve.example.org', to: { service: 'web', port: 3011 } },
      ...{ certificate: './tls/c.pem', key: './tls/k.pem' },
    },
    before: { cc_execute: ['npm', 'run', 'migrate'] },
    snapshot: { quiesce: { redis: ['redis-cli', 'save'] }, resume: { redis: ['true'] } },
    check: { 'some-rule': { reason: 'it is a demo' }, other: { reason: 'not here', services: ['web'] } },
    connect: { api: 'curl {API_URL}/health' },
  });
});

test.each([[undefined], [null], [{}], [{ verify: null }]])('%j says nothing', (raw) => {
  expect(parseSettings(raw)).toEqual({ settings: {}, problems: [] });
});

test.each([
  [{ prots: {} }, ['prots'], 'Portside does not know this key', 'did you mean ports?'],
  [{ prots: null }, ['prots'], 'Portside does not know this key', 'did you mean ports?'],
  [{ conect: '' }, ['conect'], 'Portside does not know this key', 'did you mean connect?'],
  [{ env: { genrate: null } }, ['env', 'genrate'], 'does not know', 'did you mean generate?'],
  [{ env: { requird: [] } }, ['env', 'requird'], 'does not know', 'did you mean required?'],
  [{ verify: [{ http: 'web:80', stauts: 200 }] }, ['verify', 0, 'stauts'], 'does not know', 'did you mean status?'],
  [{ verify: [{ htpp: 'web:80' }] }, ['verify', 0, 'htpp'], 'a probe is one of http, websocket, tcp, command', 'did you mean http?'],
  [{ verify: [{ command: { in: 'a', rnu: [], run: ['x'] } }] }, ['verify', 0, 'command', 'rnu'], 'does not know', 'did you mean run?'],
  [{ verify: [{ http: 'web' }] }, ['verify', 0, 'http'], 'it should look like web:8000/health', undefined],
  [{ verify: ['web:80'] }, ['verify', 0], 'a probe is one of', undefined],
  [{ ports: { api: 'web:99999' } }, ['ports', 'api'], 'it should look like web:8000', undefined],
  [{ ports: { 'a b': 'web:80' } }, ['ports', 'a b'], 'a port is called by letters', undefined],
  [{ range: '9000-8000' }, ['range'], 'it should look like 8001-8999', undefined],
  [{ update: { web: 'slowly' } }, ['update', 'web'], 'it must be one of rolling, recreate', undefined],
  [{ stateful: 'redis' }, ['stateful'], 'it must be a list', undefined],
  [{ env: { generate: 'TOKEN' } }, ['env', 'generate'], 'it must be a list', undefined],
  [{ env: { generate: ['MY-TOKEN'] } }, ['env', 'generate', 0], 'is called by letters, digits and _', undefined],
  [{ env: { generate: ['INSTANCE_ID'] } }, ['env', 'generate', 0], 'has a meaning of its own', undefined],
  [{ env: { generate: ['DOCKER_HOST'] } }, ['env', 'generate', 0], 'has a meaning of its own', undefined],
  [{ connect: ['curl'] }, ['connect'], 'it must be keys with values', undefined],
  [{ connect: { api: 8000 } }, ['connect', 'api'], 'it must be text', undefined],
  [{ update: { web: 'roling' } }, ['update', 'web'], 'it must be one of rolling, recreate', 'did you mean rolling?'],
  [{ update: 'rolling' }, ['update'], 'it must be keys with values', undefined],
  [{ edge: { sever: 'nginx' } }, ['edge', 'sever'], 'does not know', 'did you mean server?'],
  [{ edge: { server: 'ngnix' } }, ['edge', 'server'], 'it must be one of caddy, nginx', 'did you mean nginx?'],
  [{ edge: { to: 'web' } }, ['edge', 'to'], 'it should look like web:8000', undefined],
  [{ edge: { domain: 'https://a.example.org/', to: 'web:80' } }, ['edge', 'domain'], 'a domain is a name alone', undefined],
  [{ edge: { domain: 'a.example.org' } }, ['edge', 'domain'], 'it needs `to` beside it', undefined],
  [{ edge: { domain: 'a.b', to: 'web:80', certificate: 'c' } }, ['edge', 'certificate'], 'it needs `key` beside it', undefined],
  [{ edge: { domain: 'a.b', to: 'web:80', key: 'k' } }, ['edge', 'key'], 'it needs `certificate` beside it', undefined],
  [{ edge: { certificate: 'c', key: 'k' } }, ['edge', 'certificate'], 'it needs `domain` beside it', undefined],
  [{ before: { web: 'npm run migrate' } }, ['before', 'web'], 'a command is a list of words', 'write [npm, run, migrate]'],
  [{ before: { web: 'a && b' } }, ['before', 'web'], 'a command is a list of words', 'write [sh, -c, "a && b"]'],
  [{ before: { web: ['sleep', 5] } }, ['before', 'web'], "a command's words are text, and 5 is not", 'write [sleep, "5"]'],
  [{ before: { web: [] } }, ['before', 'web'], 'a command has at least one word', 'such as [npm, run, migrate]'],
  [{ before: { web: null } }, ['before', 'web'], 'a command is a list of words', 'such as [npm, run, migrate]'],
  [{ before: ['npm'] }, ['before'], 'it must be keys with values', undefined],
  [{ snapshot: { quiece: {} } }, ['snapshot', 'quiece'], 'does not know', 'did you mean quiesce?'],
  [{ snapshot: { quiesce: { db: 'sync' } } }, ['snapshot', 'quiesce', 'db'], 'a command is a list of words', 'write [sync]'],
  [{ snapshot: { resume: { db: ['x'] } } }, ['snapshot', 'resume', 'db'], '`quiesce` does not name db', undefined],
  ['ports', [], 'it must be keys with values', undefined],
])('%j is told with its place', (raw, path, message, fix) => {
  const { problems } = parseSettings(raw);
  expect(problems).toEqual([{ path, message: expect.stringContaining(message) as unknown, ...(fix === undefined ? {} : { fix }) }]);
});

test('all mistakes are told at once, and what is right still counts', () => {
  const { settings, problems } = parseSettings({ prots: {}, range: 'x', stateful: ['redis'] });
  expect(problems.map(({ path }) => path)).toEqual([['range'], ['prots']]);
  expect(settings).toEqual({ stateful: ['redis'] });
});
