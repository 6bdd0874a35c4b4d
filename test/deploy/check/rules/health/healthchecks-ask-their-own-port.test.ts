import { expect, test } from 'vitest';
import { healthchecksAskTheirOwnPort } from '../../../../../src/deploy/check/rules/health/healthchecks-ask-their-own-port.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import type { Image } from '../../../../../src/deploy/model/image.ts';
import { inputOf } from '../../input.ts';

function look(web: ComposeService, image?: Partial<Image>) {
  const insides = image ? { web: { image: { id: 'x', reference: 'x', volumes: [], exposed: [], ...image } } } : {};
  return healthchecksAskTheirOwnPort.look(inputOf({ services: { web }, files: [{ services: { web } }], surroundings: { insides } }));
}

const asks = (address: string) => ({ test: ['CMD', 'wget', '-qO-', `http://${address}/health`] });

test('the port that the service is told and the one that is asked are one', () => {
  expect(look({ image: 'app', environment: { PORT: '3006' }, healthcheck: asks('127.0.0.1:3000') })).toMatchObject([
    {
      severity: 'warning',
      message: 'web: its healthcheck asks 127.0.0.1:3000, and web listens on 3006 (PORT says so)',
      repair: [{ edit: 'set', path: ['services', 'web', 'healthcheck', 'test', 3], value: 'http://127.0.0.1:3006/health' }],
    },
  ]);
});

test('a program that listens where it is told, and nowhere else, makes it certain', () => {
  expect(
    look({ image: 'redis', command: ['redis-server', '--port', '6380'], healthcheck: { test: ['CMD-SHELL', 'nc -z localhost 6379'] } }),
  ).toMatchObject([{ severity: 'error', repair: [{ value: 'nc -z localhost 6380' }] }]);
  expect(look({ image: 'busybox', command: ['httpd', '-f', '-p', '8080'], healthcheck: asks('localhost') })).toMatchObject([
    { severity: 'error' },
  ]);
});

test('the port on the host means nothing inside', () => {
  const ports = [{ target: 80, published: '8080' }];
  expect(look({ image: 'app', ports, healthcheck: asks('localhost:8080') })).toMatchObject([{ severity: 'warning' }]);
  expect(look({ image: 'app', ports, healthcheck: asks('localhost:8080') }, { exposed: ['8080/tcp'] })).toEqual([]);
});

test("an image's healthcheck is said anew, in the Compose file", () => {
  const healthcheck = {
    test: ['CMD-SHELL', 'wget -q http://127.0.0.1:8080/live?x=$A || exit 1'],
    intervalMs: 1,
    timeoutMs: 1,
    retries: 1,
    startPeriodMs: 0,
  };
  expect(look({ image: 'app', environment: { PORT: '9090' } }, { healthcheck, exposed: ['8080/tcp'] })).toMatchObject([
    {
      message: 'web: the healthcheck of its image asks 127.0.0.1:8080, and web listens on 9090 (PORT says so)',
      repair: [{ edit: 'set', value: ['CMD-SHELL', 'wget -q http://127.0.0.1:9090/live?x=$$A || exit 1'] }],
    },
  ]);
});

test('a port that the service mentions anywhere, or that a variable gives, may be one of its own', () => {
  const sound: ComposeService[] = [
    { image: 'app', environment: { PORT: '8080', MANAGEMENT_PORT: '8081' }, healthcheck: asks('localhost:8081') },
    { image: 'app', environment: { PORT: '8080' }, expose: ['9000'], healthcheck: asks('localhost:9000') },
    { image: 'app', environment: { PORT: '9090' }, healthcheck: asks('localhost:$${PORT}') },
    { image: 'app', environment: { PORT: '9090' }, healthcheck: asks('localhost:$${PORT:-8080}') },
    { image: 'app', environment: { DB_PORT: '5432' }, healthcheck: asks('localhost:3000') },
    { image: 'app', environment: { PORT: '3000' }, healthcheck: asks('other:8080') },
    { image: 'app', command: ['serve', '--port', '8081', '--rest_port', '8080'], healthcheck: asks('localhost:8080') },
    { image: 'traefik', ports: [{ target: 80, published: '80' }], healthcheck: asks('localhost:8082') },
    { image: 'redis', command: ['redis-cli', '-h', 'db', '-p', '7000'], healthcheck: asks('localhost:1') },
  ];
  for (const web of sound) expect(look(web), JSON.stringify(web)).toEqual([]);
});
