import { expect, test } from 'vitest';
import { rangesHoldAllPorts } from '../../../../../src/deploy/check/rules/settings/ranges-hold-all-ports.ts';
import type { PortRequest } from '../../../../../src/deploy/model/port.ts';
import { inputOf } from '../../input.ts';

const request = (service: string, more: Partial<PortRequest> = {}): PortRequest => ({
  service,
  target: 80,
  protocol: 'tcp',
  count: 1,
  index: 0,
  ...more,
});
const look = (requests: PortRequest[], range?: { from: number; to: number }) =>
  rangesHoldAllPorts.look(inputOf({ draft: { requests, settings: range ? { range } : {} } }));

test('a range of one for two', () => {
  expect(look([request('web'), request('admin')], { from: 18190, to: 18190 })).toMatchObject([
    {
      severity: 'error',
      service: 'admin',
      message: 'x-portside.range 18190-18190 has one port, and 2 are to be published',
      at: { file: 'x-portside.range' },
      repair: [{ edit: 'set', path: ['x-portside', 'range'], value: '18190-18199' }],
    },
  ]);
});

test('a range of the file that has fewer ports than replicas', () => {
  expect(look([request('web', { count: 3, range: { from: 8000, to: 8001 } })])).toMatchObject([
    { severity: 'error', message: 'web has 3 replicas, and its range 8000-8001 has 2 ports' },
  ]);
});

test('enough is enough; UDP and TCP may have one number, and demands need none of it', () => {
  const range = { from: 9000, to: 9000 };
  expect(look([request('a'), request('b', { protocol: 'udp' }), request('c', { demandedBy: '--port' })], range)).toEqual([]);
  expect(look([request('a'), request('b')])).toEqual([]);
});
