import { expect, test } from 'vitest';
import { awaitedHealthCanCome } from '../../../../../src/deploy/check/rules/health/awaited-health-can-come.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import type { Image } from '../../../../../src/deploy/model/image.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { type InputOptions, inputOf } from '../../input.ts';

const bare: Image = { id: 'sha256:1', reference: 'db', volumes: [], exposed: [] };
const app = (required = true): ComposeService => ({ image: 'app', depends_on: { db: { condition: 'service_healthy', required } } });

function severityOf(db: ComposeService, rest: Partial<InputOptions> = {}): string[] {
  const services = { app: app(), db };
  return awaitedHealthCanCome.look(inputOf({ services, ...rest })).map(({ severity }) => severity);
}

test('health that is switched off never comes', () => {
  expect(severityOf({ image: 'db', healthcheck: { disable: true } })).toEqual(['error']);
  expect(severityOf({ image: 'db', healthcheck: { test: ['NONE'] } })).toEqual(['error']);
});

test('without a word in the file it depends on the image: an error only where the image is known', () => {
  expect(severityOf({ image: 'db' })).toEqual(['warning']);
  expect(severityOf({ image: 'db' }, { surroundings: { insides: { db: { image: bare } } } })).toEqual(['error']);
  const healthcheck = { test: ['CMD', 'ok'], intervalMs: 0, timeoutMs: 0, retries: 0, startPeriodMs: 0 };
  expect(severityOf({ image: 'db' }, { surroundings: { insides: { db: { image: { ...bare, healthcheck } } } } })).toEqual([]);
});

test('an image that is pulled or built anew may bring what the one at hand does not', () => {
  const surroundings = { insides: { db: { image: bare } } };
  expect(severityOf({ image: 'db', pull_policy: 'always' }, { surroundings })).toEqual(['warning']);
  expect(severityOf({ build: { context: '.' } }, { surroundings })).toEqual(['warning']);
});

test('a Dockerfile brings its healthcheck before it is built', async () => {
  const dockerfile = async (text: string) => ({ surroundings: { dockerfiles: { db: await dockerfileOf(text) } } });
  const built = { build: { context: '.' } };
  expect(severityOf(built, await dockerfile('FROM x\nHEALTHCHECK CMD true\n'))).toEqual([]);
  expect(severityOf(built, await dockerfile('FROM x\nHEALTHCHECK NONE\n'))).toEqual(['error']);
  expect(severityOf(built, await dockerfile('FROM x AS a\nHEALTHCHECK CMD true\nFROM y\n'))).toEqual(['warning']);
});

test('nobody waits where the dependency may be absent', () => {
  const services = { app: app(false), db: { image: 'db' } };
  expect(awaitedHealthCanCome.look(inputOf({ services }))).toEqual([]);
});

test('nobody can see the health of what another wants to have ended', () => {
  const other: ComposeService = { image: 'x', depends_on: { db: { condition: 'service_completed_successfully' } } };
  const db = { image: 'job', healthcheck: { test: ['CMD', 'true'] } };
  expect(awaitedHealthCanCome.look(inputOf({ services: { app: app(), other, db } }))).toMatchObject([{ severity: 'warning' }]);
});

test('a well-known server gets its usual healthcheck, unless it runs something else', () => {
  const found = (db: ComposeService) => awaitedHealthCanCome.look(inputOf({ services: { app: app(), db } }))[0];
  expect(found({ image: 'docker.io/library/postgres:16@sha256:abc' })?.repair).toEqual([
    {
      edit: 'set',
      path: ['services', 'db', 'healthcheck'],
      value: {
        test: ['CMD-SHELL', 'pg_isready -U "$${POSTGRES_USER:-postgres}"'],
        interval: '5s',
        timeout: '5s',
        retries: 12,
        start_period: '30s',
      },
    },
  ]);
  expect(found({ image: 'redis:7', command: ['sh', '-c', 'sleep 1'] })?.repair).toBeUndefined();
  expect(found({ image: 'registry.example:5000/own/redis:7' })?.repair).toBeUndefined();
});
