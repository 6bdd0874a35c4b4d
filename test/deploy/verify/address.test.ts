import { expect, test } from 'vitest';
import type { Lease } from '../../../src/deploy/model/port.ts';
import type { Probe } from '../../../src/deploy/model/probe.ts';
import { addressOfLease, addressesOf, hostAndPort } from '../../../src/deploy/verify/address.ts';
import { engineFacts } from '../plan/workbench.ts';

const lease: Lease = { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0 };
const tcp: Probe = { kind: 'tcp', service: 'web', target: 80, cause: '' };

function places(leases: Partial<Lease>[], probe: Probe = tcp): string[] {
  const facts = { ...engineFacts, host: 'engine.example' };
  return addressesOf(
    probe,
    leases.map((changes) => ({ ...lease, ...changes })),
    facts,
  ).map(hostAndPort);
}

test('a port is looked at wherever it is published', () => {
  expect(places([{}, { port: 9001, index: 1 }, { service: 'db' }, { target: 81 }])).toEqual(['engine.example:8001', 'engine.example:9001']);
});

test('each replica has a number', () => {
  expect(places([{ count: 3 }])).toEqual(['engine.example:8001', 'engine.example:8002', 'engine.example:8003']);
});

test('a port bound to one address is looked at there', () => {
  expect(places([{ hostIp: '127.0.0.2' }, { hostIp: '::1' }, { hostIp: '0.0.0.0' }, { hostIp: '::' }])).toEqual([
    ...['127.0.0.2:8001', '[::1]:8001', 'engine.example:8001', 'engine.example:8001'],
  ]);
});

test('UDP and TCP are different ports, and a command has none', () => {
  expect(places([{ protocol: 'udp', port: 53 }, {}], { ...tcp, kind: 'udp' })).toEqual(['engine.example:53']);
  expect(places([{}], { kind: 'command', service: 'web', run: ['true'], cause: '' })).toEqual([]);
});

test('loopback is in reach only where the engine is here', () => {
  const outOfReach = (hostIp: string | undefined, engine: string) =>
    addressOfLease({ ...lease, ...(hostIp ? { hostIp } : {}) }, engine).outOfReach;
  expect([outOfReach('127.0.0.1', '127.0.0.1'), outOfReach('::1', '127.0.0.1'), outOfReach(undefined, '127.0.0.1')]).toEqual([
    false,
    false,
    false,
  ]);
  expect([outOfReach('127.0.0.1', '10.0.0.5'), outOfReach('::1', '10.0.0.5'), outOfReach(undefined, '10.0.0.5')]).toEqual([
    true,
    true,
    false,
  ]);
});
