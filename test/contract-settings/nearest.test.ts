import { expect, test } from 'vitest';
import { nearest } from '../../src/contract/nearest.ts';

const known = ['ports', 'range', 'env', 'verify', 'update', 'stateful', 'private', 'edge'];

test.each([
  ['prots', 'ports'],
  ['port', 'ports'],
  ['Verify', 'verify'],
  ['statefull', 'stateful'],
  ['udpate', 'update'],
  ['completely-different', undefined],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});
