import { expect, test } from 'vitest';
import { subnetsAreLeft } from '../../../../../src/deploy/check/rules/machine/subnets-are-left.ts';
import type { ComposeFile } from '../../../../../src/deploy/model/compose-file.ts';
import { networkName } from '../../../../../src/deploy/model/instance-names.ts';
import { inputOf } from '../../input.ts';

const services = { web: { networks: { front: null, back: null } } };

function said(left: number, leftBesideRoutes: number, networks: NonNullable<ComposeFile['networks']> = {}, there: string[] = []): string[] {
  const subnets = { left, leftBesideRoutes, all: 31 };
  const input = inputOf({ services, networks, surroundings: { machine: { subnets } } });
  const present = there.map((key) => ({ name: networkName(key, {}, input.stack), subnets: [], labels: {} }));
  return subnetsAreLeft
    .look({ ...input, facts: { ...input.facts, networks: present } })
    .map(({ severity, message }) => `${severity}: ${message}`);
}

test('fewer than are needed is an error', () => {
  expect(said(1, 1)).toEqual(["error: 2 more networks are needed (front, back), and 1 of the engine's 31 subnets are left"]);
});

test('few more than are needed, or some that this machine has routes to, is a warning', () => {
  expect(said(3, 3)).toEqual(["warning: 2 more networks are needed (front, back), and about 3 of the engine's 31 subnets are left"]);
  expect(said(9, 0)).toEqual(["warning: 2 more networks are needed (front, back), and about 0 of the engine's 31 subnets are left"]);
  expect(said(9, 9)).toEqual([]);
});

test('what needs none of them does not count: there already, external, of another driver, with a subnet of its own', () => {
  expect(said(0, 0, {}, ['front', 'back'])).toEqual([]);
  expect(said(0, 0, { front: { external: true }, back: { driver: 'macvlan' } })).toEqual([]);
  expect(said(0, 0, { front: { ipam: { config: [{ subnet: '10.9.0.0/24' }] } }, back: { driver: 'overlay' } })).toEqual([]);
});
