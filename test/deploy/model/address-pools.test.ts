import { expect, test } from 'vitest';
import { subnetsLeft } from '../../../src/deploy/model/address-pools.ts';

test("Docker's own pools give 31 networks", () => {
  expect(subnetsLeft([], [])).toEqual({ left: 31, all: 31 });
});

test('a subnet that is held, or that overlaps with one, is not given again', () => {
  expect(subnetsLeft([], ['172.17.0.0/16', '172.18.5.0/24', '192.168.0.0/16', '10.0.0.0/8', 'fd00::/64']).left).toBe(13);
});

test('pools of the configuration are counted instead', () => {
  expect(subnetsLeft([{ base: '10.10.0.0/16', size: 24 }], ['10.10.3.0/24'])).toEqual({ left: 255, all: 256 });
  expect(subnetsLeft([{ base: '10.10.3.0/24', size: 24 }], ['10.10.3.0/24'])).toEqual({ left: 0, all: 1 });
  expect(
    subnetsLeft(
      [
        { base: '10.0.0.0/8', size: 26 },
        { base: 'fd00::/48', size: 64 },
      ],
      [],
    ),
  ).toEqual({ left: 512, all: 512 });
});
