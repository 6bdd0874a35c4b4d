import { expect, test } from 'vitest';
import { settingsNameKnownServices } from '../../../../../src/deploy/check/rules/settings/settings-name-known-services.ts';
import { inputOf } from '../../input.ts';

test('a service that is not there is an error wherever it is named, with the nearest one', () => {
  const settings = {
    ports: { api: { service: 'wbe', port: 80 } },
    verify: [{ kind: 'command' as const, service: 'redsi', run: ['x'] }],
    update: { web: 'rolling' as const, other: 'recreate' as const },
    stateful: ['web'],
    edge: { to: { service: 'web2', port: 80 } },
    before: { wen: ['migrate'] },
    snapshot: { quiesce: { rediss: ['save'] }, resume: { database: ['x'] } },
  };
  const services = { web: { image: 'a' }, redis: { image: 'b' } };
  const found = settingsNameKnownServices.look(inputOf({ services, draft: { settings } }));
  expect(found.map(({ severity, at, fix }) => `${severity} ${at?.file}: ${fix}`)).toEqual([
    'error x-portside.ports.api: did you mean web?',
    'error x-portside.verify.0.command: did you mean redis?',
    'error x-portside.update.other: there are: web, redis',
    'error x-portside.edge.to: did you mean web?',
    'error x-portside.before.wen: did you mean web?',
    'error x-portside.snapshot.quiesce.rediss: did you mean redis?',
    'error x-portside.snapshot.resume.database: there are: web, redis',
  ]);
});

test('a service that its profile keeps from running is known', () => {
  const draft = { settings: { stateful: ['tool'] }, inactive: ['tool'] };
  expect(settingsNameKnownServices.look(inputOf({ draft }))).toEqual([]);
});
