import { expect, test } from 'vitest';
import { servicesShareANetwork } from '../../../../../src/deploy/check/rules/network/services-share-a-network.ts';
import type { ComposeNetwork, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const on = (...keys: string[]) => ({ networks: Object.fromEntries(keys.map((key) => [key, null])) });
const url = { environment: { DB: 'tcp://db:6379' } };

const look = (
  app: ComposeService,
  db: ComposeService,
  others: Record<string, ComposeService> = {},
  networks: Record<string, ComposeNetwork> = {},
) => servicesShareANetwork.look(inputOf({ services: { app: { image: 'a', ...app }, db: { image: 'b', ...db }, ...others }, networks }));

test('two networks that do not meet stop, and the caller joins', () => {
  expect(look({ ...url, ...on('front') }, on('back'))).toMatchObject([
    {
      severity: 'error',
      service: 'app',
      message: 'DB of app calls db:6379, and app (on front) shares no network with db (on back)',
      fix: 'add back to networks: of app',
      repair: [{ edit: 'set', path: ['services', 'app', 'networks', 'back'], value: null }],
    },
  ]);
});

test('one network in common is enough, and so is one namespace', () => {
  expect(look({ ...url, ...on('front', 'back') }, on('back'))).toEqual([]);
  expect(look({ ...url, network_mode: 'service:db' }, on('back'))).toEqual([]);
  expect(look({ ...url, network_mode: 'service:side' }, on('back'), { side: { image: 's', ...on('back') } })).toEqual([]);
});

test('network_mode bridge has no names, unless links give it some', () => {
  expect(look({ ...url, network_mode: 'bridge' }, on('default'))).toMatchObject([
    { severity: 'error', repair: [{ edit: 'remove', path: ['services', 'app', 'network_mode'] }] },
  ]);
  expect(look({ ...url, network_mode: 'bridge', links: ['db'] }, { network_mode: 'bridge' })).toEqual([]);
});

test('on the machine’s own network, or another container’s, it is not certain', () => {
  expect(look({ ...url, network_mode: 'host' }, on('default'))).toMatchObject([{ severity: 'warning' }]);
  expect(look({ ...url, network_mode: 'container:vpn' }, on('default'))).toEqual([]);
  expect(look({ ...url, ...on('front') }, on('back'), {}, { front: { external: true } })).toMatchObject([{ severity: 'warning' }]);
});

test('a block of variables that many services get means something to some only', () => {
  const worker = { image: 'w', ...url, ...on('back') };
  const [found] = look({ ...url, ...on('front') }, on('back'), { worker });
  expect(found).toMatchObject({ severity: 'note', service: 'app' });
  expect(found).not.toHaveProperty('repair');
});

test('two services of one alias: the nearer one answers', () => {
  const near = { image: 'n', networks: { front: { aliases: ['db'] } } };
  expect(look({ ...url, ...on('front') }, on('back'), { near })).toEqual([]);
});

test('a word that happens to be a service is no call', () => {
  expect(look({ environment: { DOCS: 'see db for the schema', KIND: 'db' }, ...on('front') }, on('back'))).toEqual([]);
});
