import { expect, test } from 'vitest';
import { servicesCanBeCopied } from '../../../../../src/deploy/check/rules/copies/services-can-be-copied.ts';
import { inputOf } from '../../input.ts';

const services = { web: { image: 'x', network_mode: 'host' }, db: { image: 'y' } };

test('the host’s network is a warning for the first copy', () => {
  expect(servicesCanBeCopied.look(inputOf({ services }))).toMatchObject([
    { severity: 'warning', service: 'web', at: { file: 'services.web.network_mode' } },
  ]);
});

test('and an error for the second', () => {
  const otherInstances = [{ instance: 'main', directory: '/srv/shop' }];
  expect(servicesCanBeCopied.look(inputOf({ services, otherInstances }))).toMatchObject([
    { severity: 'error', message: expect.stringContaining('main has taken its ports') as unknown },
  ]);
});
