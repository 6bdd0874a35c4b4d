import { expect, test } from 'vitest';
import { servicesTellTheirHealth } from '../../../../../src/deploy/check/rules/health/services-tell-their-health.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const found = (services: Record<string, ComposeService>) =>
  servicesTellTheirHealth.look(inputOf({ services })).map(({ severity, message }) => `${severity}: ${message}`);

test('a service that others use has a healthcheck', () => {
  const services: Record<string, ComposeService> = {
    web: { image: 'x', ports: [{ target: 80 }], depends_on: { db: { condition: 'service_started' } } },
    db: { image: 'x' },
    cron: { image: 'x' },
  };
  expect(found(services)).toEqual([
    'note: web has no healthcheck, and it publishes a port',
    'note: db has no healthcheck, and others depend on it',
  ]);
});

test('jobs need none, and one that is switched off is a decision', () => {
  expect(
    found({
      web: { image: 'x', depends_on: { job: { condition: 'service_completed_successfully' } } },
      job: { image: 'x' },
      off: { image: 'x', ports: [{ target: 80 }], healthcheck: { disable: true } },
    }),
  ).toEqual([]);
});
