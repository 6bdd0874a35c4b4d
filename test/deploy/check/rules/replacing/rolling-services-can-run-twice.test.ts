import { expect, test } from 'vitest';
import { rollingServicesCanRunTwice } from '../../../../../src/deploy/check/rules/replacing/rolling-services-can-run-twice.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';
import { declaring } from './observed.ts';

const data = [{ type: 'volume', source: 'data', target: '/data' }];

function look(web: ComposeService, { declared = [] as string[], others = {}, stateful = [] as string[] } = {}) {
  const services = { web, ...others };
  const settings = { update: { web: 'rolling' as const }, stateful };
  const surroundings = { insides: { web: declaring(declared) } };
  return rollingServicesCanRunTwice
    .look(inputOf({ services, volumes: { data: {} }, draft: { settings }, surroundings }))
    .map(({ severity, message, at }) => `${severity} ${at?.file}: ${message}`);
}

test.each<[ComposeService, string]>([
  [
    { network_mode: 'host' },
    'warning x-portside.update.web: x-portside asks for web to be rolling, and it is recreated all the same: it has no network of its own',
  ],
  [
    { networks: { default: { ipv4_address: '10.0.0.2' } } },
    'warning x-portside.update.web: x-portside asks for web to be rolling, and it is recreated all the same: it has a fixed address',
  ],
  [
    { ports: [{ target: 53, protocol: 'udp' }] },
    'warning x-portside.update.web: x-portside asks for web to be rolling, and it is recreated all the same: it publishes the UDP port 53',
  ],
  [{ image: 'postgres:16' }, 'error x-portside.update.web: web is a database (postgres)'],
  [{ image: 'redis:7', volumes: data }, 'error x-portside.update.web: web is a database (redis)'],
  [{ image: 'docker.io/library/influxdb:2' }, 'error x-portside.update.web: web is a database (influxdb)'],
  [{ image: 'shop', volumes: data }, 'warning services.web.volumes.0: web is rolling, and keeps data in the volume data'],
])('%j: %s', (web, start) => {
  expect(look(web)).toEqual([expect.stringContaining(start) as unknown]);
});

test('one that x-portside calls stateful must not be rolling', () => {
  expect(look({ image: 'shop', volumes: data }, { stateful: ['web'] })).toEqual([
    'error x-portside.update.web: x-portside calls web stateful, and asks for rolling: old and new would write at once',
  ]);
});

test('a volume that its image declares counts', () => {
  expect(look({ image: 'shop' }, { declared: ['/var/lib/shop'] })).toEqual([
    expect.stringMatching(/^warning services.web: .*web_anonymous_var-lib-shop/) as unknown,
  ]);
});

test('a plain web service may roll; so may one whose volume is read or shared', () => {
  expect(look({ image: 'shop', ports: [{ target: 80, protocol: 'tcp' }], networks: { default: null } })).toEqual([]);
  expect(look({ image: 'memcached:1' })).toEqual([]);
  expect(look({ image: 'shop', volumes: data.map((mount) => ({ ...mount, read_only: true })) })).toEqual([]);
  expect(look({ image: 'shop', volumes: data }, { others: { worker: { image: 'shop', volumes: data } } })).toEqual([]);
});

test('a recreated one is no matter', () => {
  const services = { db: { image: 'postgres:16', volumes: data } };
  expect(
    rollingServicesCanRunTwice.look(inputOf({ services, volumes: { data: {} }, draft: { settings: { update: { db: 'recreate' } } } })),
  ).toEqual([]);
});
