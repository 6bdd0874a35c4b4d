import { expect, test } from 'vitest';
import { awaitedEndsCanCome } from '../../../../../src/deploy/check/rules/health/awaited-ends-can-come.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

function look(job: ComposeService) {
  const app: ComposeService = { image: 'app', depends_on: { job: { condition: 'service_completed_successfully' } } };
  return awaitedEndsCanCome.look(inputOf({ services: { app, job } }));
}

test('a server that runs what its image is made for never ends', () => {
  expect(look({ image: 'redis:7-alpine', restart: 'unless-stopped' })).toMatchObject([
    {
      severity: 'error',
      service: 'job',
      repair: [{ edit: 'set', path: ['services', 'app', 'depends_on', 'job', 'condition'], value: 'service_started' }],
    },
  ]);
  const healthcheck = { test: ['CMD', 'redis-cli', 'ping'] };
  expect(look({ image: 'redis:7', healthcheck })[0]?.repair).toMatchObject([{ value: 'service_healthy' }]);
});

test('what looks like a server in two ways is probably one', () => {
  const found = look({ image: 'own', restart: 'always', ports: [{ target: 80 }] });
  expect(found).toMatchObject([{ severity: 'warning' }]);
  expect(found[0]?.repair).toBeUndefined();
});

test('a job that is started again for ever never counts as done with plain Compose', () => {
  expect(look({ image: 'own', restart: 'always', command: ['migrate'] })).toMatchObject([
    { severity: 'warning', fix: 'give job restart: on-failure' },
  ]);
});

test('jobs are jobs, with the image of a server too', () => {
  expect(look({ image: 'own' })).toEqual([]);
  expect(look({ image: 'own', restart: 'on-failure' })).toEqual([]);
  expect(look({ image: 'own', ports: [{ target: 80 }] })).toEqual([]);
  expect(look({ image: 'postgres:16', command: ['pg_dump', 'shop'], restart: 'no' })).toEqual([]);
  expect(look({ image: 'redis:7', entrypoint: ['redis-cli', '-h', 'db', 'flushall'] })).toEqual([]);
});
