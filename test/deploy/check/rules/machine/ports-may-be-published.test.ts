import { expect, test } from 'vitest';
import { portsMayBePublished } from '../../../../../src/deploy/check/rules/machine/ports-may-be-published.ts';
import { inputOf } from '../../input.ts';

const lease = { service: 'web', target: 80, protocol: 'tcp', port: 80, count: 1, index: 0 } as const;

test('a low port on an engine without the right to it is a warning', () => {
  const found = portsMayBePublished.look(inputOf({ leases: [lease], surroundings: { machine: { lowestPort: 1024 } } }));
  expect(found).toMatchObject([{ severity: 'warning', message: expect.stringContaining('port 80') }]);
});

test('a high port, a lower border, and an engine of root are none', () => {
  expect(
    portsMayBePublished.look(inputOf({ leases: [{ ...lease, port: 8080 }], surroundings: { machine: { lowestPort: 1024 } } })),
  ).toEqual([]);
  expect(portsMayBePublished.look(inputOf({ leases: [lease], surroundings: { machine: { lowestPort: 80 } } }))).toEqual([]);
  expect(portsMayBePublished.look(inputOf({ leases: [lease] }))).toEqual([]);
});
