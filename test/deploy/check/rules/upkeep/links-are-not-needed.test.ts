import { expect, test } from 'vitest';
import { linksAreNotNeeded } from '../../../../../src/deploy/check/rules/upkeep/links-are-not-needed.ts';
import { inputOf } from '../../input.ts';

test('links that give no other name are noted', () => {
  const services = { web: { image: 'x', links: ['db', 'cache:cache'] }, other: { image: 'x', links: ['db:database'] }, db: { image: 'x' } };
  expect(linksAreNotNeeded.look(inputOf({ services })).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'note: web links db, cache:cache, whose names it knows anyway',
  ]);
});
