import { expect, test } from 'vitest';
import { externalsAreThere } from '../../../../../src/deploy/check/rules/copies/externals-are-there.ts';
import { inputOf } from '../../input.ts';

const services = { web: { image: 'w', networks: { proxy: null }, volumes: [{ type: 'volume', source: 'old', target: '/data' }] } };
const networks = { proxy: { external: true, name: 'proxy-net' } };
const volumes = { old: { external: true, name: 'old-data' }, unused: { external: true, name: 'nobody' } };

const look = (present: { networks: string[]; volumes: string[] }) =>
  externalsAreThere.look(inputOf({ services, networks, volumes, facts: { present } }));

test('what nobody made stops, with who needs it and how it is made', () => {
  expect(look({ networks: [], volumes: [] })).toMatchObject([
    {
      severity: 'error',
      service: 'web',
      message: 'network proxy-net is external, and there is none of that name (web needs it)',
      at: { file: 'networks.proxy.external' },
      fix: expect.stringContaining('docker network create proxy-net') as unknown,
    },
    { severity: 'error', service: 'web', fix: expect.stringContaining('docker volume create old-data') as unknown },
  ]);
});

test('what is there, and networks that a swarm may know, are no matter', () => {
  expect(look({ networks: ['proxy-net'], volumes: ['old-data'] })).toEqual([]);
  expect(look({ networks: ['ingress'], volumes: ['old-data'] })).toEqual([]);
});

test('what the project makes itself need not be there', () => {
  const own = inputOf({ services, networks: { proxy: {} }, volumes: { old: {} } });
  expect(externalsAreThere.look(own)).toEqual([]);
});
