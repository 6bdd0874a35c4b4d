import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/contract/settings.ts';
import type { ComposeService } from '../../src/deploy/model/compose-file.ts';
import type { Lease } from '../../src/deploy/model/port.ts';
import type { Stack } from '../../src/deploy/model/stack.ts';
import { withEdge } from '../../src/edge/with-edge.ts';

const port = (published: string, target: number, more: object = {}) => ({ target, published, protocol: 'tcp', mode: 'ingress', ...more });
const services: Record<string, ComposeService> = {
  web: { networks: { front: null, back: null }, ports: [port('8001', 80), port('8003', 80, { host_ip: '127.0.0.1' })] },
  api: { networks: { back: null }, ports: [port('8005-8006', 3000)], scale: 2 },
  worker: { networks: { back: null } },
  db: { networks: { back: null }, ports: [port('5432', 5432)] },
};

function stackOf(settings: Settings, change: Record<string, ComposeService> = {}, leases: Lease[] = []): Stack {
  return {
    settings,
    leases,
    leftAlone: [],
    project: { name: 'shop', directory: '/shop', files: [], envFiles: [], profiles: [] },
    compose: { name: 'shop', services: { ...services, ...change } },
  } as unknown as Stack;
}

const rolling: Settings = { update: { web: 'rolling', api: 'rolling', worker: 'rolling', db: 'recreate' } };

test('the published ports of rolling services become routes, ordered by number, and one staging listener for each target', () => {
  const stack = stackOf(rolling);
  const { edge, compose } = withEdge(stack, stack, new Set());
  expect(edge).toEqual({
    service: 'portside-edge',
    server: 'caddy',
    routes: [
      { service: 'web', target: 80, listen: 8001, staging: 40_002, published: 8001, several: false },
      { service: 'web', target: 80, listen: 8002, staging: 40_002, published: 8003, hostIp: '127.0.0.1', several: false },
      { service: 'api', target: 3000, listen: 8003, staging: 40_001, published: 8005, several: true },
      { service: 'api', target: 3000, listen: 8004, staging: 40_001, published: 8006, several: true },
    ],
  });
  const made = compose.services['portside-edge'];
  expect(made?.image).toBe('caddy:2');
  expect(Object.keys(made?.networks ?? {})).toEqual(['back', 'front']);
  expect(made?.ports?.map((one) => `${one.host_ip ?? '*'}:${one.published}:${one.target}`)).toEqual([
    '*:8001:8001',
    '127.0.0.1:8003:8002',
    '*:8005:8003',
    '*:8006:8004',
    '127.0.0.1:0:40002',
    '127.0.0.1:0:40001',
  ]);
  expect(compose.services['web']?.ports).toHaveLength(2);
});

test('where no rolling service publishes a port there is no edge', () => {
  for (const settings of [{}, { update: { worker: 'rolling' } } satisfies Settings]) {
    const stack = stackOf(settings);
    expect(withEdge(stack, stack, new Set())).toBe(stack);
  }
});

describe('a service that cannot have two containers at a time stays outside', () => {
  test.each([
    ['a UDP port', { ports: [port('8001', 80, { protocol: 'udp' })] }],
    ["the machine's network", { network_mode: 'host' }],
    ["another service's network", { network_mode: 'service:db' }],
    ['a fixed address', { networks: { back: { ipv4_address: '10.0.0.7' } } }],
  ])('%s', (_, change) => {
    const stack = stackOf({ update: { web: 'rolling' } }, { web: { ...services['web'], ...change } });
    expect(withEdge(stack, stack, new Set()).edge).toBeUndefined();
  });

  test('TLS of its own', () => {
    const verify: Settings['verify'] = [{ kind: 'http', service: 'web', port: 80, path: '/', tls: true }];
    const stack = stackOf({ update: { web: 'rolling' }, verify });
    expect(withEdge(stack, stack, new Set()).edge).toBeUndefined();
  });
});

describe('--only', () => {
  const only = (names: string[]): Stack => {
    const full = stackOf(rolling);
    const kept = Object.entries(services).filter(([name]) => names.includes(name));
    const leftAlone = Object.keys(services).filter((name) => !names.includes(name));
    return { ...full, compose: { ...full.compose, services: Object.fromEntries(kept) }, leftAlone };
  };

  test('routes of services left alone stay where these stand behind the edge', () => {
    const { edge } = withEdge(stackOf(rolling), only(['web']), new Set(['web', 'api']));
    expect(edge?.routes.map(({ service }) => service)).toEqual(['web', 'web', 'api', 'api']);
  });

  test('a service left alone that still holds its ports itself gets none', () => {
    const { edge } = withEdge(stackOf(rolling), only(['web']), new Set());
    expect(edge?.routes.map(({ service }) => service)).toEqual(['web', 'web']);
  });

  test('without any service behind it the edge is left alone too', () => {
    const stack = withEdge(stackOf(rolling), only(['db']), new Set(['web']));
    expect(stack.leftAlone).toContain('portside-edge');
    expect(stack.compose.services).not.toHaveProperty('portside-edge');
  });
});

describe('a domain', () => {
  const leases = [80, 443].map((target, index): Lease => {
    return { service: 'portside-edge', target, protocol: 'tcp', port: 8080 + index, count: 1, index };
  });
  const edge: Settings['edge'] = { domain: 'shop.example.org', to: { service: 'worker', port: 3011 } };

  test('leads to its service from its own leased ports, and Caddy keeps the certificates it gets', () => {
    const stack = stackOf({ edge }, {}, leases);
    const made = withEdge(stack, stack, new Set());
    expect(made.edge).toEqual({
      ...{ service: 'portside-edge', server: 'caddy', routes: [] },
      site: { domain: 'shop.example.org', service: 'worker', target: 3011, several: false, staging: 40_001 },
    });
    expect(made.compose.services['portside-edge']?.ports?.map(({ published, target }) => `${published}:${target}`)).toEqual([
      '8080:80',
      '8081:443',
      '0:40001',
    ]);
    expect(made.compose.volumes).toEqual({ 'portside-edge-certificates': {} });
  });

  test('with certificate files of its own, beside the project', () => {
    const stack = stackOf({ edge: { ...edge, server: 'nginx', certificate: 'pem/site.pem', key: '/etc/site.key' } }, {}, leases);
    const made = withEdge(stack, stack, new Set());
    expect(made.edge?.site?.certificate).toEqual({ certificate: '/shop/pem/site.pem', key: '/etc/site.key' });
    expect(made.compose.volumes).toBeUndefined();
    expect(made.compose.services['portside-edge']?.image).toBe('nginx:1');
  });
});
