import { expect, test } from 'vitest';
import type { ComposeService } from '../../../src/deploy/model/compose-file.ts';
import type { Known } from '../../../src/loop/guard/loss.ts';
import { lost, weakened } from '../../../src/loop/guard/lost.ts';
import { image, stackOf } from '../../deploy/plan/workbench.ts';

const port = (target: number, protocol = 'tcp') => ({ target, published: String(target), protocol });
const healthcheck = { test: ['CMD-SHELL', 'curl -f http://localhost:80/health || exit 1'] };
const web: ComposeService = { image: 'nginx:1', ports: [port(80), port(443)], healthcheck };

function between(base: ComposeService, now: ComposeService, known?: Known): string[] {
  return lost(stackOf({ services: { web: base } }), stackOf({ services: { web: now } }), known).map(({ detail }) => detail);
}

test('nothing is lost where all is there, more or mended', () => {
  expect(between(web, web)).toEqual([]);
  expect(between({ image: 'nginx:1' }, { ...web, restart: 'always' })).toEqual([]);
  const mended = { test: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:80/ready'] };
  expect(between(web, { ...web, image: 'docker.io/library/nginx:1.27@sha256:abc', healthcheck: mended })).toEqual([]);
  expect(
    between(web, { ...web, healthcheck: { test: ['CMD', 'node', '-e', "fetch('http://127.0.0.1').catch(() => process.exit(1))"] } }),
  ).toEqual([]);
});

test('a service that is gone, or runs nothing, is lost; the edge is no service of the project', () => {
  const base = stackOf({ services: { web, db: { image: 'redis' }, 'portside-edge': { image: 'caddy' } } });
  const now = stackOf({ services: { web: { ...web, deploy: { replicas: 0 } } } });
  expect(lost(base, now)).toEqual([
    { service: 'web', what: 'service', detail: 'web runs no container at all' },
    { service: 'db', what: 'service', detail: 'db is missing, or switched off by a profile' },
  ]);
});

test('fewer published ports are a loss; another container port in the place of one is a mended mapping', () => {
  expect(between(web, { ...web, ports: [port(80)] })).toEqual(['web no longer publishes port 443/tcp']);
  expect(between(web, { ...web, ports: [port(80), port(8443)] })).toEqual([]);
  expect(between(web, { ...web, ports: [port(80), port(443, 'udp')] })).toEqual(['web no longer publishes port 443/tcp']);
  expect(between({ image: 'a', expose: ['80'] }, { image: 'a' })).toEqual(['web no longer exposes port 80']);
  expect(between({ image: 'a', expose: ['80'] }, { image: 'a', expose: ['81'] })).toEqual([]);
  expect(between({ image: 'a', expose: ['80'] }, { image: 'a', ports: [port(80)] })).toEqual([]);
});

test('a healthcheck that is gone or switched off is a loss', () => {
  const { healthcheck: _, ...without } = web;
  expect(between(web, without)).toEqual(['web has no healthcheck any more']);
  expect(between(web, { ...web, healthcheck: { disable: true } })).toEqual(['web has its healthcheck switched off']);
  expect(between(without, { ...web, healthcheck: { test: ['NONE'] } })).toEqual(['web has its healthcheck switched off']);
});

test.each([
  ['CMD', 'true'],
  ['CMD', '/bin/true'],
  ['CMD', 'sh', '-c', 'exit 0'],
  ['CMD', 'echo', 'ok'],
  ['CMD', 'node', '-e', 'process.exit(0)'],
  ['CMD', 'python3', '-c', 'pass'],
  ['CMD', 'timeout', '3', 'true'],
  ['CMD', 'node', '--version'],
  ['CMD-SHELL', 'true'],
  ['CMD-SHELL', ':'],
  ['CMD-SHELL', 'exit 0'],
  ['CMD-SHELL', 'curl -f http://localhost || true'],
  ['CMD-SHELL', 'curl -f http://localhost || exit 0'],
  ['CMD-SHELL', 'curl -f http://localhost; exit 0'],
  ['CMD-SHELL', 'curl -f http://localhost; true'],
  ['CMD-SHELL', 'curl -f http://localhost | cat'],
  ['CMD-SHELL', 'curl -f http://localhost &'],
  ['CMD-SHELL', 'exit 0; curl -f http://localhost'],
  ['CMD-SHELL', '(curl -f http://localhost) || true'],
  ['CMD-SHELL', '[ 1 -eq 1 ]'],
  ['CMD-SHELL', 'test -d /'],
])('a healthcheck that passes whatever its service does is a loss: %s %s %s %s', (...words) => {
  const always = words.filter((word) => word !== undefined);
  expect(between(web, { ...web, healthcheck: { test: always } })).toEqual([
    `web has a healthcheck that always passes: ${always.slice(1).join(' ')}`,
  ]);
  expect(between({ ...web, healthcheck: { test: always } }, { ...web, healthcheck: { test: ['CMD', 'true'] } })).toEqual([]);
});

test.each([
  ['CMD-SHELL', 'redis-cli ping | grep PONG'],
  ['CMD-SHELL', 'pg_isready -U app || exit 1'],
  ['CMD-SHELL', 'echo start && nc -z localhost 80'],
  ['CMD-SHELL', 'test -f /tmp/ready'],
  ['CMD-SHELL', '[ "$(cat /tmp/x)" = ok ]'],
  ['CMD', 'python3', 'health.py'],
])('one that can fail is none: %s %s', (...words) => {
  expect(between({ ...web, healthcheck: { test: ['CMD', 'other'] } }, { ...web, healthcheck: { test: words } })).toEqual([]);
});

test('a healthcheck that asked by HTTP, and does no more, takes its probe along', () => {
  expect(between(web, { ...web, healthcheck: { test: ['CMD', 'pidof', 'nginx'] } })).toEqual([
    'web is no longer asked by HTTP in its healthcheck: pidof nginx',
  ]);
});

test('a healthcheck of a Dockerfile or an image counts as one of the file does', () => {
  const built: ComposeService = { build: { context: '/x' } };
  const dockerfile = 'FROM node\nHEALTHCHECK --interval=5s \\\n  CMD curl -f http://localhost\n';
  expect(between(built, built, { dockerfiles: { base: { web: dockerfile }, now: { web: 'FROM node\n' } } })).toEqual([
    'web has no healthcheck any more',
  ]);
  expect(
    between(built, built, { dockerfiles: { base: { web: dockerfile }, now: { web: 'FROM node\nHEALTHCHECK CMD ["true"]\n' } } }),
  ).toEqual(['web has a healthcheck that always passes: true']);
  const healthy = image('x', { healthcheck: { test: ['CMD', 'check'], intervalMs: 1, timeoutMs: 1, retries: 1, startPeriodMs: 0 } });
  expect(between(built, built, { images: { base: { web: healthy }, now: { web: image('x') } } })).toEqual([
    'web has no healthcheck any more',
  ]);
});

test('another program is a loss: an image for what was built, another repository, a build that starts elsewhere, a command that only waits', () => {
  const built: ComposeService = { build: { context: '/x' } };
  expect(between(built, { image: 'nginx:1' })).toEqual(['web is no longer built from source: it is the image nginx:1']);
  expect(between({ image: 'redis:7' }, { image: 'bitnami/redis:7' })).toEqual([
    'web runs bitnami/redis:7, of another repository than redis:7, which is there',
  ]);
  expect(between({ image: 'redis:7' }, { image: 'bitnami/redis:7' }, { isAvailable: () => false })).toEqual([]);
  expect(between({ image: 'redis:7' }, { build: { context: '/x', dockerfile_inline: 'FROM redis:7-alpine\nRUN true\n' } })).toEqual([]);
  expect(between({ image: 'redis:7' }, built, { dockerfiles: { now: { web: 'FROM busybox' } } })).toEqual([
    'web is built here, and not from redis:7, which is there',
  ]);
  expect(between({ image: 'a' }, { image: 'a', command: ['sleep', 'infinity'] })).toEqual([
    'web only waits or ends by itself now: sleep infinity',
  ]);
  expect(between({ image: 'a' }, { image: 'a', command: ['sh', '-c', 'exec tail -f /dev/null'] })).toHaveLength(1);
  expect(between({ image: 'a' }, { image: 'a', command: ['sh', '-c', 'sleep 2 && node server.js'] })).toEqual([]);
});

test('a probe that x-portside asked for is a loss', () => {
  const verify = [{ kind: 'tcp' as const, service: 'web', port: 80 }];
  expect(lost(stackOf({ services: { web } }, { settings: { verify } }), stackOf({ services: { web } }))).toMatchObject([
    { service: 'web', what: 'probe', detail: 'x-portside.verify no longer asks web for its tcp probe' },
  ]);
});

test('waiting less is only a note', () => {
  const waits: ComposeService = { ...web, depends_on: { db: { condition: 'service_healthy' } } };
  const base = stackOf({ services: { web: waits } });
  const now = stackOf({ services: { web: { ...web, depends_on: { db: { condition: 'service_started' } } } } });
  expect(lost(base, now)).toEqual([]);
  expect(weakened(base, now)).toMatchObject([{ service: 'web', detail: 'web waits less for db than at base' }]);
  expect(weakened(now, base)).toEqual([]);
});
