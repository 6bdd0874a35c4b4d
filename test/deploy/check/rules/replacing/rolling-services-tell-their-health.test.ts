import { expect, test } from 'vitest';
import { rollingServicesTellTheirHealth } from '../../../../../src/deploy/check/rules/replacing/rolling-services-tell-their-health.ts';
import type { SettingsProbe } from '../../../../../src/contract/settings.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';
import { declaring } from './observed.ts';

function look(web: ComposeService, verify: SettingsProbe[] = []) {
  const services = { web: { image: 'x', ports: [{ target: 3000 }], ...web } };
  const draft = { settings: { update: { web: 'rolling' as const }, verify } };
  return rollingServicesTellTheirHealth.look(inputOf({ services, draft, surroundings: { insides: { web: declaring([]) } } }));
}

test('a port alone is little, and what to add is said', () => {
  expect(look({}, [{ kind: 'tcp', service: 'web', port: 3000 }])).toMatchObject([
    { severity: 'note', service: 'web', fix: expect.stringContaining('[{ http: web:3000/ }]') as unknown },
  ]);
});

test('a healthcheck or a probe is enough', () => {
  expect(look({ healthcheck: { test: ['CMD', 'true'] } })).toEqual([]);
  expect(look({}, [{ kind: 'http', service: 'web', port: 3000, path: '/', tls: false }])).toEqual([]);
});

test('an image that is not there may bring one', () => {
  const input = inputOf({ services: { web: { build: { context: '.' } } }, draft: { settings: { update: { web: 'rolling' } } } });
  expect(rollingServicesTellTheirHealth.look(input)).toEqual([]);
});
