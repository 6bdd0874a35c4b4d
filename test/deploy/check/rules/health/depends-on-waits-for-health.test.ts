import { expect, test } from 'vitest';
import { dependsOnWaitsForHealth } from '../../../../../src/deploy/check/rules/health/depends-on-waits-for-health.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const healthy = { image: 'db', healthcheck: { test: ['CMD', 'true'] } };
const app: ComposeService = { image: 'app', depends_on: { db: { condition: 'service_started' } } };
const fileWith = (depends_on: unknown) => ({ services: { app: { image: 'app', depends_on }, db: {} } });

test('who depends on a service with a healthcheck and does not wait for it is told, whatever the form', () => {
  for (const form of [['db'], { db: { condition: 'service_started' } }]) {
    const found = dependsOnWaitsForHealth.look(inputOf({ services: { app, db: healthy }, files: [fileWith(form)] }));
    expect(found).toMatchObject([
      {
        severity: 'warning',
        service: 'app',
        at: { file: 'services.app.depends_on.db' },
        repair: [{ edit: 'set', path: ['services', 'app', 'depends_on', 'db', 'condition'], value: 'service_healthy' }],
      },
    ]);
  }
});

test('a dependency without a healthcheck, or with one that is off, gives nothing to wait for', () => {
  for (const db of [{ image: 'db' }, { image: 'db', healthcheck: { disable: true } }]) {
    expect(dependsOnWaitsForHealth.look(inputOf({ services: { app, db }, files: [fileWith(['db'])] }))).toEqual([]);
  }
});

test('what Compose adds for links and shared networks nobody wrote', () => {
  const files = [{ services: { app: { image: 'app', network_mode: 'service:db' }, db: {} } }];
  expect(dependsOnWaitsForHealth.look(inputOf({ services: { app, db: healthy }, files }))).toEqual([]);
});
