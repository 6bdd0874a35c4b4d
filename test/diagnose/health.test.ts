import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { ServiceEvidence } from '../../src/diagnose/evidence.ts';
import { failing, running, service } from './scene.ts';

function unwell(asks: string[], output: string, about: Partial<ServiceEvidence> = {}) {
  const health = { exitCode: 1, output };
  const definition = { healthcheck: { test: asks, interval: '1s', retries: 3 } };
  const web = service({ definition, containers: [{ ...running, health: 'unhealthy', healthLog: [health] }], ...about });
  return diagnose(failing([], { message: 'web: unhealthy', services: { web } }));
}

const open = { listens: [{ port: 4567, loopback: false }] };

test.each([
  'unhealthy: connect ECONNREFUSED ::1:4567',
  'dial tcp [::1]:4567: connect: connection refused',
  'connect to ::1 port 4567 failed: Connection refused',
  "ConnectionRefusedError: [Errno 111] Connect call failed ('::1', 4567, 0, 0)",
  "wget: can't connect to remote host ([::1]): Connection refused",
])('a port of IPv4 is asked for on IPv6: %s', (said) => {
  expect(unwell(['CMD', 'node', 'check.js'], said, open)).toMatchObject({ cause: 'healthcheck-ipv6-localhost', service: 'web' });
});

test('a check in a file of the project is mended there', () => {
  const text = "// asks\nrequire('node:http').get('http://[::1]:4567/')\n";
  const files = [{ inside: '/app/check.js', file: 'check.js', by: 'copy' as const, kind: 'file' as const, mode: 0o644, text }];
  const seen = unwell(['CMD', 'node', 'check.js'], 'connect ECONNREFUSED ::1:4567', { ...open, files });
  expect(seen).toMatchObject({
    at: 'check.js:2',
    repair: [{ edit: 'replace', file: 'check.js', line: 2, from: '[::1]', to: '127.0.0.1' }],
  });
});

test('where IPv4 refuses too, or nothing listens, it is not for IPv6', () => {
  const both = 'connect to ::1 port 4567 failed: Connection refused\nconnect to 127.0.0.1 port 4567 failed: Connection refused';
  expect(unwell(['CMD', 'node', 'check.js'], both, open).cause).not.toBe('healthcheck-ipv6-localhost');
  expect(unwell(['CMD', 'node', 'check.js'], 'connect ECONNREFUSED ::1:4567', { listens: [] }).cause).not.toBe(
    'healthcheck-ipv6-localhost',
  );
});

test('a check that says what is wrong was not impatient', () => {
  expect(unwell(['CMD-SHELL', 'lag'], 'replication lag 4000 s exceeds 30 s').cause).toBe('healthcheck-failing');
  expect(unwell(['CMD', 'check'], 'unhealthy: 3 of 5 workers are stuck').cause).toBe('healthcheck-failing');
});

test.each(['', 'connect ECONNREFUSED 127.0.0.1:80', 'cat: /tmp/ready: No such file or directory', '/tmp:5432 - no response'])(
  'a check that finds nobody yet is: "%s"',
  (said) => {
    expect(unwell(['CMD-SHELL', 'check'], said, { listens: [] }).cause).toBe('healthcheck-too-impatient');
  },
);
