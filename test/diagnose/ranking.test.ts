import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { calling, ended, failing, running, service } from './scene.ts';

const refused = 'Error: connect ECONNREFUSED 172.18.0.2:5432';
const db = { addresses: ['172.18.0.2'] };

describe('who is refused by whom decides whose fault it is', () => {
  test('it did not wait: the other one listens by now', () => {
    const web = { definition: { depends_on: { db: { condition: 'service_started' as const } } } };
    const seen = diagnose(calling([refused], web, { containers: [{ ...running, ...db }], listens: [{ port: 5432, loopback: false }] }));
    expect(seen).toMatchObject({ cause: 'depends-on-without-condition', service: 'web' });
    expect(seen.repair).toContainEqual({
      edit: 'set',
      path: ['services', 'web', 'depends_on'],
      value: { db: { condition: 'service_healthy' } },
    });
  });

  test('the other one listens for itself only', () => {
    const seen = diagnose(calling([refused], {}, { containers: [{ ...running, ...db }], listens: [{ port: 5432, loopback: true }] }));
    expect(seen).toMatchObject({ cause: 'listens-on-loopback', service: 'db' });
  });

  test('the other one listens elsewhere', () => {
    const web = { definition: { environment: { DATABASE_URL: 'postgres://db:5433/shop' } } };
    const line = 'dial tcp: connect ECONNREFUSED db:5433';
    const seen = diagnose(calling([line], web, { containers: [{ ...running, ...db }], listens: [{ port: 5432, loopback: false }] }));
    expect(seen).toMatchObject({ cause: 'wrong-container-port', service: 'web' });
    expect(seen.repair).toEqual([
      { edit: 'set', path: ['services', 'web', 'environment', 'DATABASE_URL'], value: 'postgres://db:5432/shop' },
    ]);
  });

  test('it calls itself, and means the other one', () => {
    const web = { definition: { environment: { DATABASE_URL: 'postgres://localhost:5432/shop' } } };
    const seen = diagnose(calling(['Error: connect ECONNREFUSED 127.0.0.1:5432'], web));
    expect(seen).toMatchObject({ cause: 'url-means-localhost', service: 'web' });
    expect(seen.suggestion).toContain('postgres://db:5432/shop');
  });

  test('a password in the value is not known, so nothing is written', () => {
    const web = { definition: { environment: { DATABASE_URL: 'postgres://shop:***@localhost:5432/shop' } } };
    expect(diagnose(calling(['Error: connect ECONNREFUSED 127.0.0.1:5432'], web)).repair).toBeUndefined();
  });

  test("the other one's own failure explains it", () => {
    const seen = diagnose(
      calling(
        [refused],
        {},
        { containers: [{ ...ended(1), ...db }], logs: ['Error: Database is uninitialized and superuser password is not specified.'] },
      ),
    );
    expect(seen).toMatchObject({ cause: 'variable-missing', service: 'db' });
    expect(seen.suggestion).toContain('POSTGRES_PASSWORD');
  });
});

test('a name that resolves on another network only is not a wrong name', () => {
  const web = { definition: { networks: { front: null } } };
  const seen = diagnose(calling(['getaddrinfo ENOTFOUND db'], web, { definition: { networks: { back: null } } }));
  expect(seen).toMatchObject({ cause: 'no-shared-network', service: 'web' });
});

test('a service of an inactive profile is no unknown service', () => {
  expect(diagnose(failing(['getaddrinfo ENOTFOUND queue'], { inactive: ['queue'] })).cause).toBe('service-in-inactive-profile');
});

test('the memory limit comes before the exit code that it left', () => {
  const web = service({ definition: { mem_limit: 50_331_648 }, containers: [{ ...ended(137), oomKilled: true }] });
  expect(diagnose(failing([], { services: { web } })).cause).toBe('oom-killed');
  expect(diagnose(failing([], { services: { web: service({ containers: [ended(137)] }) } })).cause).toBe('killed');
});

test('a healthcheck that lacks its tool says nothing of the command', () => {
  const output =
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown';
  const web = service({
    definition: { healthcheck: { test: ['CMD', 'curl', '-f', 'http://127.0.0.1:80/'] } },
    containers: [{ ...running, health: 'unhealthy', healthLog: [{ exitCode: -1, output }] }],
    tools: ['wget'],
  });
  const seen = diagnose(failing([], { message: `web: unhealthy: healthcheck exit code -1, ${output}`, services: { web } }));
  expect(seen).toMatchObject({ cause: 'healthcheck-tool-missing', service: 'web' });
  expect(seen.repair).toEqual([
    {
      edit: 'set',
      path: ['services', 'web', 'healthcheck', 'test'],
      value: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:80/'],
    },
  ]);
});

test('a finding of check counts where the failure bears it out, and only there', () => {
  const findings = [
    { rule: 'x', severity: 'warning' as const, message: 'API_URL says localhost', cause: 'url-means-localhost' as const, service: 'web' },
  ];
  expect(diagnose(failing(['fetch failed: ECONNREFUSED'], { findings })).cause).toBe('url-means-localhost');
  expect(diagnose(failing(["Cannot find module 'express'"], { findings })).cause).toBe('module-not-found');
});

test('a finding on a whole file is borne out by the service that fell', () => {
  const findings = [{ rule: 'x', severity: 'warning' as const, message: 'API_KEY is not set', cause: 'variable-missing' as const }];
  expect(diagnose(failing(['API_KEY must be set'], { findings }))).toMatchObject({ cause: 'variable-missing', service: 'web' });
});

test('a finding that stopped the deployment is quoted with its line, and with what it saw beside the file', () => {
  const message = 'network back asks for the subnet 172.30.5.0/24, which instance shop/main holds';
  const at = { file: '/shop/compose.yaml', line: 9, column: 11 };
  const findings = [{ rule: 'x', severity: 'error' as const, message, cause: 'subnet-overlap' as const, at }];
  const seen = diagnose(failing([], { stage: 'check', findings, lines: { 'compose.yaml:9': '- subnet: 172.30.5.0/24' } }));
  expect(seen.evidence).toEqual([
    { from: 'compose.yaml:9:11', text: '- subnet: 172.30.5.0/24' },
    { from: 'check', text: message },
  ]);
});

test('words of a service that is well are no evidence', () => {
  const seen = diagnose(calling(['enough'], {}, { logs: ['FATAL:  password authentication failed for user "x"'] }));
  expect(seen).toMatchObject({ cause: 'crashed', service: 'web' });
});

test('a failed step of a build is quoted with what it printed', () => {
  const output = [
    '#8 [site 4/4] RUN node build.js',
    '#8 0.166 rendering footer',
    '#8 0.168 Error: template "footer" is missing',
    '#8 ERROR: process "/bin/sh -c node build.js" did not complete successfully: exit code: 1',
  ];
  const site = service({ containers: [], dockerfile: { file: 'Dockerfile', text: 'FROM node\nRUN node build.js\n', copies: {} } });
  const seen = diagnose(
    failing([], {
      stage: 'build',
      code: 'build-failed',
      message: 'cannot build site: failed to solve: exit code: 1',
      output,
      services: { site },
    }),
  );
  expect(seen).toMatchObject({ cause: 'build-command-failed', service: 'site', at: 'Dockerfile:2' });
  expect(seen.evidence.map(({ text }) => text)).toContain('Error: template "footer" is missing');
});

test('nothing is invented where nothing fits', () => {
  const seen = diagnose(failing([], { message: 'the moon fell', services: { web: service({ containers: [] }) } }));
  expect(seen).toMatchObject({ cause: 'unknown', evidence: [{ text: 'the moon fell' }], also: [] });
});
