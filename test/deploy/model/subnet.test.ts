import { expect, test } from 'vitest';
import { subnetsOverlap } from '../../../src/deploy/model/subnet.ts';

test.each([
  ['172.30.5.0/24', '172.30.5.0/24'],
  ['172.30.0.0/16', '172.30.5.0/24'],
  ['172.30.5.7/32', '172.30.5.0/28'],
  ['0.0.0.0/0', '10.1.2.0/24'],
  ['fd00:1::/64', 'fd00:1:0:0:5::/80'],
  ['fd00::/8', 'fd12:3456::1/128'],
])('%s and %s overlap', (one, other) => {
  expect([subnetsOverlap(one, other), subnetsOverlap(other, one)]).toEqual([true, true]);
});

test.each([
  ['172.30.5.0/24', '172.30.6.0/24'],
  ['10.0.0.0/9', '10.128.0.0/9'],
  ['192.168.0.0/16', '172.168.0.0/16'],
  ['fd00:1::/64', 'fd00:2::/64'],
  ['0.0.0.0/0', '::/0'],
  ['nonsense', '10.0.0.0/8'],
  ['10.0.0/8', '10.0.0.0/8'],
  ['10.0.0.0/99', '10.0.0.0/8'],
])('%s and %s do not', (one, other) => {
  expect([subnetsOverlap(one, other), subnetsOverlap(other, one)]).toEqual([false, false]);
});
