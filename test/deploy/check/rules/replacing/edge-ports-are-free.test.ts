import { expect, test } from 'vitest';
import { edgePortsAreFree } from '../../../../../src/deploy/check/rules/replacing/edge-ports-are-free.ts';
import type { Lease } from '../../../../../src/deploy/model/port.ts';
import { inputOf } from '../../input.ts';

const lease = (service: string, target: number, port: number): Lease => ({ service, target, port, protocol: 'tcp', index: 0 }) as Lease;
const draft = { settings: { edge: { domain: 'a.example.org', to: { service: 'web', port: 80 } } } };

function look(leases: Lease[], holders: { port: number; kind: 'program'; who: string }[] = []) {
  return edgePortsAreFree.look(inputOf({ draft, leases, surroundings: { holders } }));
}

test('who has the port of a domain is told, and where it is served instead', () => {
  expect(look([lease('portside-edge', 80, 8001)], [{ port: 80, kind: 'program', who: 'nginx (pid 7)' }])).toMatchObject([
    {
      severity: 'warning',
      message: 'a.example.org is served on port 8001 instead of 80, which nginx (pid 7) has, and Caddy gets no certificate there',
      at: { file: 'x-portside.edge.domain' },
      fix: 'end nginx (pid 7)',
    },
  ]);
  expect(look([lease('portside-edge', 443, 8002)])).toMatchObject([
    { message: expect.stringContaining('which somebody else has') as unknown },
  ]);
});

test('its own ports are fine, and so are other ports of other services', () => {
  expect(look([lease('portside-edge', 80, 80), lease('web', 80, 8003)])).toEqual([]);
});
