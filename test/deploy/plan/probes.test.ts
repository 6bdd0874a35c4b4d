import { expect, test } from 'vitest';
import type { Settings } from '../../../src/contract/settings.ts';
import type { ComposePort, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { planProbes } from '../../../src/deploy/plan/probes.ts';
import { imagesOf, stackOf } from './workbench.ts';

const ports = [{ target: 8000, published: '8001', protocol: 'tcp' }];
const causes = { url: 'its healthcheck asks for this URL inside', port: 'the port is published', asked: 'x-portside.verify asks for it' };

function probesOf(definition: ComposeService, settings: Settings = {}) {
  const stack = stackOf({ services: { web: { image: 'web:1', ...definition } } });
  return planProbes(stack.compose, imagesOf(stack), settings);
}

function inferred(command: string, published: ComposePort[] = ports) {
  return probesOf({ ports: published, healthcheck: { test: ['CMD-SHELL', command] } });
}

test.each([
  ['curl -f http://localhost:8000/health', '/health', 'success'],
  ['curl -fsS http://127.0.0.1:8000/health || exit 1', '/health', 'success'],
  ['curl --fail http://localhost:8000', '/', 'success'],
  ['curl --fail-with-body "http://localhost:8000/health?deep=1"', '/health?deep=1', 'success'],
  ['curl -s http://localhost:8000/health', '/health', 'any'],
  ['wget -qO- http://localhost:8000/health', '/health', 'success'],
  ['wget --spider -q http://0.0.0.0:8000/ready', '/ready', 'success'],
  ['wget -q http://[::1]:8000/ready', '/ready', 'success'],
  ["curl -f -H 'X-Token: a' http://localhost:8000/", '/', 'any'],
  ['curl -sfH "Host: a" http://localhost:8000/', '/', 'any'],
  ['curl -f -u me:secret http://localhost:8000/', '/', 'any'],
  ['curl -f -XPOST http://localhost:8000/ping', '/ping', 'any'],
  ['curl -f --request POST http://localhost:8000/ping', '/ping', 'any'],
  ['wget --header="X: a" -q http://localhost:8000/', '/', 'any'],
  ['wget --post-data=a -q http://localhost:8000/', '/', 'any'],
])('%s is a look at %s from outside, %s', (command, path, accept) => {
  expect(inferred(command)).toEqual([{ kind: 'http', service: 'web', target: 8000, path, accept, tls: false, cause: causes.url }]);
});

test('https, and the ports that go without saying', () => {
  const both = [{ target: 80 }, { target: 443 }];
  expect(inferred('curl -fk https://localhost/health', both)).toMatchObject([
    { target: 443, tls: true },
    { kind: 'tcp', target: 80 },
  ]);
  expect(inferred('curl -f http://localhost/health', both)).toMatchObject([
    { target: 80, tls: false },
    { kind: 'tcp', target: 443 },
  ]);
});

test.each([
  'curl -f http://localhost:9000/health',
  'curl -f http://other:8000/health',
  'curl -f http://localhost.example.org:8000/',
  'curl -f http://localhost:$$PORT/health',
  'curl -f http://localhost:8000/$$PAGE',
  'redis-cli -u redis://localhost:8000 ping',
  'node check.js http://localhost:8000/health',
])('%s says nothing of a published port', (command) => {
  const with80 = [...ports, { target: 80, published: '8080', protocol: 'tcp' }];
  expect(inferred(command, with80).map((probe) => probe.kind)).toEqual(['tcp', 'tcp']);
});

test("an image's healthcheck is read too", () => {
  const stack = stackOf({ services: { web: { image: 'web:1', ports } } });
  const healthcheck = {
    test: ['CMD', 'curl', '-f', 'http://localhost:8000/up'],
    intervalMs: 1,
    timeoutMs: 1,
    retries: 1,
    startPeriodMs: 0,
  };
  expect(planProbes(stack.compose, imagesOf(stack, { web: { healthcheck } }), {})).toMatchObject([{ kind: 'http', path: '/up' }]);
});

test('every published port is looked at once; UDP gives no answer to look at', () => {
  const twice = [...ports, { target: 8000, published: '9001', protocol: 'tcp' }, { target: 8000, published: '53', protocol: 'udp' }];
  expect(probesOf({ ports: twice })).toEqual([
    { kind: 'tcp', service: 'web', target: 8000, cause: causes.port },
    { kind: 'udp', service: 'web', target: 8000, cause: causes.port },
  ]);
});

test('what the settings ask for comes first, and says enough of its port and URL', () => {
  const verify: Settings['verify'] = [
    { kind: 'http', service: 'web', port: 8000, path: '/health', status: 204, body: 'ok', json: { db: true }, tls: false },
    { kind: 'command', service: 'web', run: ['true'] },
  ];
  const healthcheck = { test: ['CMD-SHELL', 'curl -f http://localhost:8000/health'] };
  expect(probesOf({ ports, healthcheck }, { verify })).toEqual([
    {
      ...{ kind: 'http', service: 'web', target: 8000, path: '/health', accept: 204, body: 'ok', json: { db: true }, tls: false },
      cause: causes.asked,
    },
    { kind: 'command', service: 'web', run: ['true'], cause: causes.asked },
  ]);
});

test('WebSocket and TCP as the settings ask for them', () => {
  const verify: Settings['verify'] = [
    { kind: 'websocket', service: 'web', port: 8000, path: '/ws', tls: true },
    { kind: 'tcp', service: 'web', port: 8000 },
  ];
  expect(probesOf({ ports }, { verify })).toEqual([
    { kind: 'websocket', service: 'web', target: 8000, path: '/ws', tls: true, cause: causes.asked },
    { kind: 'tcp', service: 'web', target: 8000, cause: causes.asked },
  ]);
});

test.each([{ scale: 0 }, { deploy: { replicas: 0 } }])('a service of no containers (%j) is not looked at, whoever asks', (none) => {
  const healthcheck = { test: ['CMD-SHELL', 'curl -f http://localhost:8000/health'] };
  const verify: Settings['verify'] = [{ kind: 'command', service: 'web', run: ['true'] }];
  expect(probesOf({ ports, healthcheck, ...none }, { verify })).toEqual([]);
});
