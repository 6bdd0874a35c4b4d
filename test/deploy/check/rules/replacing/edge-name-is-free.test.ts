import { expect, test } from 'vitest';
import { edgeNameIsFree } from '../../../../../src/deploy/check/rules/replacing/edge-name-is-free.ts';
import { inputOf } from '../../input.ts';

test('a service of the file cannot be called as the edge is', () => {
  expect(edgeNameIsFree.look(inputOf({ services: { 'portside-edge': { image: 'x' } } }))).toMatchObject([
    { severity: 'error', at: { file: 'services.portside-edge' } },
  ]);
  const own = { 'portside-edge': { image: 'caddy:2', labels: { 'portside.edge': 'caddy' } } };
  expect(edgeNameIsFree.look(inputOf({ services: own }))).toEqual([]);
  expect(edgeNameIsFree.look(inputOf({}))).toEqual([]);
});
