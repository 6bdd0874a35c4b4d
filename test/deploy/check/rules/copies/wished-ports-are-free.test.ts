import { expect, test } from 'vitest';
import { wishedPortsAreFree } from '../../../../../src/deploy/check/rules/copies/wished-ports-are-free.ts';
import { inputOf } from '../../input.ts';

const request = { service: 'web', target: 80, protocol: 'tcp' as const, preferred: 8080, count: 1, index: 0 };
const lease = (port: number) => ({ service: 'web', target: 80, protocol: 'tcp' as const, port, count: 1, index: 0 });
const holders = [{ port: 8080, kind: 'program' as const, who: 'python3 (pid 812)' }];

const look = (port: number, others = holders) =>
  wishedPortsAreFree.look(inputOf({ draft: { requests: [request] }, leases: [lease(port)], surroundings: { holders: others } }));

test('who has the port that was wished for, and what it gets instead', () => {
  expect(look(8081)).toMatchObject([
    { severity: 'note', service: 'web', message: 'web:80 was to be at port 8080, which python3 (pid 812) has; it gets 8081' },
  ]);
});

test('a wish that came true, or that another copy has, is no matter', () => {
  expect(look(8080)).toEqual([]);
  expect(look(8081, [])).toEqual([]);
});
