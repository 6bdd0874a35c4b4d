import { expect, test } from 'vitest';
import { cleanComposeMessage, composeError, engineError, kindOfMessage } from '../../src/engine/classify.ts';
import { EngineError } from '../../src/engine/interface.ts';

test.each([
  [
    'port-taken',
    'driver failed programming external connectivity on endpoint web (2f): Bind for 0.0.0.0:8001 failed: port is already allocated',
  ],
  [
    'port-taken',
    'driver failed programming external connectivity on endpoint web (2f): Error starting userland proxy: listen tcp4 0.0.0.0:8001: bind: address already in use',
  ],
  [
    'port-taken',
    'failed to set up container networking: driver failed programming external connectivity on endpoint web: failed to bind host port for 0.0.0.0:8001:172.18.0.2:80/tcp: address already in use',
  ],
  [
    'port-taken',
    'Ports are not available: exposing port TCP 0.0.0.0:8001 -> 0.0.0.0:0: listen tcp 0.0.0.0:8001: bind: address already in use',
  ],
  ['port-taken', 'rootlessport listen tcp 0.0.0.0:8001: bind: address already in use'],
  ['port-taken', 'unable to start container "2f": cannot listen on the TCP port: listen tcp4 :8001: bind: address already in use'],
  [
    'other',
    'driver failed programming external connectivity on endpoint web: Unable to enable DNAT rule: (iptables failed: No chain/target/match by that name)',
  ],
  [
    'name-taken',
    'Conflict. The container name "/web" is already in use by container "2f". You have to remove (or rename) that container to be able to reuse that name.',
  ],
  [
    'name-taken',
    'creating container storage: the container name "web" is already in use by 2f. You have to remove that container to be able to reuse that name: that name is already in use',
  ],
  ['no-address-pool', 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'],
  ['no-address-pool', 'all predefined address pools have been fully subnetted'],
  ['no-address-pool', 'could not find free subnet from subnet pools'],
  ['image-not-found', 'No such image: web:latest'],
  ['image-not-found', 'manifest for busybox:nope not found: manifest unknown: manifest unknown'],
  ['image-not-found', "pull access denied for private, repository does not exist or may require 'docker login'"],
  ['image-not-found', 'Get "https://registry.example.org/v2/": dial tcp: lookup registry.example.org: no such host'],
  ['build-failed', 'failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1'],
  ['unreachable', 'error during connect: Post "http://%2Frun%2Fdocker.sock/v1.45/containers/create?name=web-1": EOF'],
  ['unreachable', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'],
])('%s: %s', (kind, message) => {
  expect(kindOfMessage(message) ?? 'other').toBe(kind);
});

test('Compose’s words stay, what it wraps around them goes', () => {
  const stderr = [
    'time="2026-01-01T00:00:00Z" level=warning msg="The \\"C\\" variable is not set. Defaulting to a blank string."',
    ' Container web-1  Creating',
    '\u001B[31mError response from daemon: Error: no such thing\u001B[0m',
    'Error response from daemon: no such thing',
    '',
  ].join('\r\n');
  expect(cleanComposeMessage(stderr)).toBe('no such thing');
  expect(cleanComposeMessage('time="2026-01-01T00:00:00Z" level=fatal msg="bad \\"thing\\""')).toBe('bad "thing"');
  expect(cleanComposeMessage("yaml: line 4: did not find expected ',' or ']'\n")).toBe("yaml: line 4: did not find expected ',' or ']'");
  expect(composeError('service "web" depends on undefined service "x": invalid compose project')).toMatchObject({
    name: 'EngineError',
    kind: 'compose',
  });
  expect(composeError('', 'build-failed')).toMatchObject({ kind: 'build-failed', message: 'docker compose failed and said nothing' });
});

test('an answer of the engine keeps its own message; below it the operating system speaks', () => {
  const answer = Object.assign(new Error('(HTTP code 404) no such container - No such container: x '), {
    statusCode: 404,
    json: { message: 'No such container: x' },
  });
  expect(engineError(answer)).toMatchObject({ kind: 'not-found', message: 'No such container: x', cause: answer });
  expect(engineError(Object.assign(new Error('connect EACCES /run/x'), { code: 'EACCES' })).kind).toBe('permission-denied');
  expect(engineError(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })).kind).toBe('unreachable');
  expect(engineError('strange')).toMatchObject({ kind: 'other', message: 'strange' });
  const own = new EngineError('timeout', 'slow');
  expect(engineError(own)).toBe(own);
});
