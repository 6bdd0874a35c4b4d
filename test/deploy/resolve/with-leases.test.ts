import { expect, test } from 'vitest';
import type { ComposeFile } from '../../../src/deploy/model/compose-file.ts';
import type { Lease } from '../../../src/deploy/model/port.ts';
import { leasedVariables, withLeases } from '../../../src/deploy/resolve/with-leases.ts';

const lease = (target: number, port: number, more: Partial<Lease> = {}): Lease => ({
  service: 'web',
  target,
  port,
  protocol: 'tcp',
  count: 1,
  index: 0,
  ...more,
});
const model = (...ports: NonNullable<ComposeFile['services'][string]['ports']>): ComposeFile => ({
  name: 'p',
  services: { web: { ports } },
});

test('every published port becomes its lease, whatever the file said; nothing else changes', () => {
  const given = model({ target: 80, published: '8080', host_ip: '127.0.0.1', mode: 'ingress' }, { target: 80, protocol: 'tcp' });
  const leased = withLeases(given, [lease(80, 9001, { index: 1 }), lease(80, 9000)]);
  expect(leased.services['web']?.ports).toEqual([
    { target: 80, published: '9000', host_ip: '127.0.0.1', mode: 'ingress' },
    { target: 80, published: '9001', protocol: 'tcp' },
  ]);
  expect(given.services['web']?.ports?.[0]?.published).toBe('8080');
});

test('replicas get a range', () => {
  const leased = withLeases(model({ target: 80, published: '8080-8090' }), [lease(80, 9000, { count: 3 })]);
  expect(leased.services['web']?.ports).toMatchObject([{ published: '9000-9002' }]);
});

test('a lease is found again where the list moved', () => {
  const leased = withLeases(model({ target: 81 }, { target: 80 }), [lease(80, 9000, { index: 0 }), lease(81, 9001, { index: 1 })]);
  expect(leased.services['web']?.ports).toMatchObject([{ published: '9001' }, { published: '9000' }]);
});

test('a port without a lease is a bug, not a port that the engine chooses', () => {
  expect(() => withLeases(model({ target: 80 }), [lease(80, 9000, { protocol: 'udp' })])).toThrow('port 80 of web has no lease');
});

test('a service of no containers keeps its ports as they are: nobody leases them', () => {
  const services = {
    web: { scale: 0, ports: [{ target: 80, published: '8080' }] },
    db: { deploy: { replicas: 0 }, ports: [{ target: 5432 }] },
  };
  expect(withLeases({ name: 'p', services }, []).services).toEqual(services);
});

test('a variable that feeds two ports takes the first one', () => {
  expect(leasedVariables([lease(80, 9000, { variable: 'P' }), lease(81, 9001, { variable: 'P' }), lease(82, 9002)])).toEqual({ P: '9000' });
});
