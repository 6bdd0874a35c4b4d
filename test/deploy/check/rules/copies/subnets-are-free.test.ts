import { expect, test } from 'vitest';
import { subnetsAreFree } from '../../../../../src/deploy/check/rules/copies/subnets-are-free.ts';
import type { ComposeNetwork } from '../../../../../src/deploy/model/compose-file.ts';
import { networkName } from '../../../../../src/deploy/model/instance-names.ts';
import type { ObservedNetwork } from '../../../../../src/deploy/model/observed.ts';
import { inputOf } from '../../input.ts';

const back: ComposeNetwork = { ipam: { config: [{ subnet: '172.30.5.0/24' }] } };

function found(networks: Partial<ObservedNetwork>[], declared: ComposeNetwork = back) {
  const input = inputOf({ services: { web: { image: 'x', networks: { back: null } } }, networks: { back: declared } });
  const held = networks.map((network) => ({ name: 'theirs', subnets: ['172.30.0.0/16'], labels: {}, ...network }));
  return subnetsAreFree.look({ ...input, facts: { ...input.facts, networks: held } });
}

const labelsOf = (project: string, instance: string) => ({
  'portside.project': project,
  'portside.instance': instance,
  'com.docker.compose.project': `${project}-${instance}`,
});

test.each([
  ['another copy', labelsOf('shop', 'main'), 'instance shop/main', 'portside down shop/main, or remove ipam:'],
  ['plain Compose', { 'com.docker.compose.project': 'shop' }, 'the Compose project shop', 'docker compose -p shop down, or'],
  ['somebody else', {}, 'another network', 'docker network rm theirs'],
])('a subnet that %s holds stops, and says whose it is and what to do', (_who, labels, who, way) => {
  expect(found([{ labels }])).toMatchObject([
    {
      severity: 'error',
      message: `network back asks for the subnet 172.30.5.0/24, which ${who} holds (theirs: 172.30.0.0/16)`,
      at: { file: 'networks.back.ipam.config.0.subnet' },
      fix: expect.stringContaining(way),
    },
  ]);
});

test("a change of the instance's own network cannot be made beside it: down first", () => {
  const running = { name: 'shop-demo_back_aaaaaa', subnets: ['172.30.5.0/24'], labels: labelsOf('shop', 'demo') };
  expect(found([running])).toMatchObject([
    { severity: 'error', message: expect.stringContaining('this very instance'), fix: expect.stringContaining('portside down shop/demo') },
  ]);
});

test('whoever adopts a project is not told to take it down first: its volumes would stay behind', () => {
  const [finding] = found([{ labels: { 'com.docker.compose.project': 'shop-demo' } }]);
  expect(finding).toMatchObject({
    severity: 'error',
    message: expect.stringContaining('run by plain Compose'),
    fix: expect.stringMatching(/^remove ipam:/),
  });
});

test('the network itself, as it runs, is not in its own way', () => {
  const { stack } = inputOf({});
  expect(found([{ name: networkName('back', back, stack), labels: labelsOf('shop', 'demo') }])).toEqual([]);
});

test('other subnets, external and overlay networks, and networks without a fixed subnet are no matter', () => {
  expect(found([{ subnets: ['172.31.0.0/16', 'fd00::/64'] }])).toEqual([]);
  expect(found([{}], { ...back, external: true })).toEqual([]);
  expect(found([{}], { ...back, driver: 'overlay' })).toEqual([]);
  expect(found([{}], { ipam: {} })).toEqual([]);
});

test('the subnet can go, and fixed addresses with it, unless somebody calls one', () => {
  const look = (environment: Record<string, string>) => {
    const web = { image: 'x', environment, networks: { back: { ipv4_address: '172.30.5.9' } } };
    const networks = [{ name: 'theirs', subnets: ['172.30.0.0/16'], labels: {} }];
    return subnetsAreFree.look(inputOf({ services: { web }, networks: { back }, facts: { networks } }));
  };
  expect(look({})).toMatchObject([
    {
      repair: [
        { edit: 'set', path: ['networks', 'back'], value: {} },
        { edit: 'set', path: ['services', 'web', 'networks', 'back'], value: {} },
      ],
    },
  ]);
  expect(look({ PEER: '172.30.5.9' })[0]).not.toHaveProperty('repair');
});

test('the one service on the network is named, and nobody where several are', () => {
  const look = (names: string[]) => {
    const services = Object.fromEntries(names.map((name) => [name, { image: 'x', networks: { back: null } }]));
    const input = inputOf({ services, networks: { back } });
    const networks = [{ name: 'theirs', subnets: ['172.30.0.0/16'], labels: {} }];
    return subnetsAreFree.look({ ...input, facts: { ...input.facts, networks } }).map(({ service }) => service);
  };
  expect(look(['web'])).toEqual(['web']);
  expect(look(['web', 'db'])).toEqual([undefined]);
});
