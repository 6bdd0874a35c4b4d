import { expect, test } from 'vitest';
import type { Lease, PortRequest } from '../../src/deploy/model/port.ts';
import { allocate } from '../../src/ports/allocate.ts';
import type { Occupancy } from '../../src/ports/allocate.ts';

test('the port that the file asks for comes first', () => {
  expect(ports([wanted({ preferred: 8001 })])).toEqual([8001]);
});

test('a taken one is followed upward', () => {
  expect(ports([wanted({ preferred: 8001 })], { taken: [8001, 8002] })).toEqual([8003]);
});

test('without a range the search ends 999 numbers further up', () => {
  const taken = Array.from({ length: 1000 }, (_, offset) => 8001 + offset);
  expect(ports([wanted({ preferred: 8001 })], { taken: taken.slice(0, -1) })).toEqual([9000]);
  expect(allocate([wanted({ preferred: 8001 })], occupancy({ taken }))).toMatchObject({
    kind: 'range-full',
    range: { from: 8001, to: 9000 },
  });
});

test('a range is searched upward from the preferred port, then from its start', () => {
  const request = wanted({ preferred: 8005, range: { from: 8003, to: 8006 } });
  expect(ports([request], { taken: [8005] })).toEqual([8006]);
  expect(ports([request], { taken: [8005, 8006] })).toEqual([8003]);
  expect(allocate([request], occupancy({ taken: [8003, 8004, 8005, 8006] }))).toMatchObject({ kind: 'range-full', request });
});

test('the range of the settings serves requests that bring none, and a port of the file outside it is still preferred', () => {
  const range = { from: 8001, to: 8999 };
  expect(ports([wanted({})], { range })).toEqual([8001]);
  expect(ports([wanted({ preferred: 6379 })], { range })).toEqual([6379]);
  expect(ports([wanted({ preferred: 6379 })], { range, taken: [6379] })).toEqual([8001]);
});

test('a bare container port without any range starts at 20000', () => {
  expect(ports([wanted({})])).toEqual([20_000]);
});

test('the ephemeral range is skipped, unless the file asks for exactly that port', () => {
  expect(ports([wanted({ preferred: 32_767 })], { taken: [32_767], range: { from: 32_000, to: 61_005 } })).toEqual([61_000]);
  expect(ports([wanted({ preferred: 40_000 })])).toEqual([40_000]);
});

test('where there is nothing but ephemeral numbers, one of them is taken', () => {
  expect(ports([wanted({ preferred: 40_000 })], { taken: [40_000] })).toEqual([40_001]);
});

test('replicas get consecutive numbers, none of them taken', () => {
  const request = wanted({ preferred: 8003, range: { from: 8003, to: 8010 }, count: 3 });
  expect(ports([request], { taken: [8004] })).toEqual([8005]);
  expect(allocate([request], occupancy({ taken: [8005, 8008] }))).toMatchObject({ kind: 'range-full' });
});

test('two requests never get one port', () => {
  const web = wanted({ service: 'web', preferred: 8001 });
  const api = wanted({ service: 'api', preferred: 8001 });
  expect(ports([web, api])).toEqual([8001, 8002]);
});

test('a search does not take what another request asks for by name', () => {
  const web = wanted({ service: 'web', preferred: 8001 });
  const api = wanted({ service: 'api', preferred: 8002 });
  expect(ports([web, api], { taken: [8001] })).toEqual([8003, 8002]);
});

test('TCP and UDP of one service share a number; those of two services do not', () => {
  const tcp = wanted({ service: 'dns', target: 53, preferred: 5353 });
  const udp = wanted({ service: 'dns', target: 53, preferred: 5353, protocol: 'udp', index: 1 });
  expect(ports([tcp, udp], { taken: [5353] })).toEqual([5354, 5354]);
  expect(ports([tcp, { ...udp, service: 'other' }])).toEqual([5353, 5354]);
});

test('what the instance had before is kept', () => {
  const request = wanted({ preferred: 8001 });
  expect(ports([request], { previous: [leased({ port: 8004 })] })).toEqual([8004]);
});

test('what the instance had before goes where the file has moved away', () => {
  expect(ports([wanted({ preferred: 9001 })], { previous: [leased({ port: 8004 })] })).toEqual([9001]);
  expect(ports([wanted({ preferred: 8001, range: { from: 8001, to: 8003 } })], { previous: [leased({ port: 8004 })] })).toEqual([8001]);
  expect(ports([wanted({ preferred: 8001, target: 81 })], { previous: [leased({ port: 8004 })] })).toEqual([8001]);
});

test('a demand is met exactly, even where another port was leased before', () => {
  expect(ports([wanted({ preferred: 9000, demandedBy: '--port web=9000' })], { previous: [leased({ port: 8004 })] })).toEqual([9000]);
});

test('a demand goes before what another service had', () => {
  const kept = wanted({ preferred: 8001 });
  const demanding = wanted({ service: 'api', preferred: 8004, demandedBy: '--port api=8004' });
  expect(ports([kept, demanding], { previous: [leased({ port: 8004 })] })).toEqual([8001, 8004]);
});

test('a demand that is taken is never met with another port', () => {
  const request = wanted({ preferred: 9000, demandedBy: 'API_PORT' });
  expect(allocate([request], occupancy({ taken: [9000] }))).toEqual({ kind: 'demand-taken', request, port: 9000, by: 'others' });
});

test('two demands for one port clash', () => {
  const requests = ['web', 'api'].map((service) => wanted({ service, preferred: 9000, demandedBy: `--port ${service}=9000` }));
  expect(allocate(requests, occupancy({}))).toMatchObject({ kind: 'demand-taken', port: 9000, by: 'this-instance' });
});

test('a lease carries what is needed to write it back', () => {
  const request = wanted({ preferred: 8001, hostIp: '127.0.0.1', variable: 'WEB_PORT', index: 2 });
  expect(allocate([request], occupancy({}))).toEqual({
    kind: 'found',
    leases: [{ service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 2, hostIp: '127.0.0.1', variable: 'WEB_PORT' }],
  });
});

function ports(requests: PortRequest[], situation: Situation = {}): number[] {
  const allocation = allocate(requests, occupancy(situation));
  return allocation.kind === 'found' ? allocation.leases.map(({ port }) => port) : [];
}

interface Situation {
  taken?: number[];
  range?: { from: number; to: number };
  previous?: Lease[];
}

function occupancy({ taken = [], range, previous = [] }: Situation): Occupancy {
  return { isTaken: (port) => taken.includes(port), ephemeral: { from: 32_768, to: 60_999 }, range, previous };
}

function wanted(request: Partial<PortRequest>): PortRequest {
  return { service: 'web', target: 80, protocol: 'tcp', count: 1, index: 0, ...request };
}

function leased(lease: Partial<Lease>): Lease {
  return { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0, ...lease };
}
