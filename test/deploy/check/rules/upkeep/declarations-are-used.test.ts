import { expect, test } from 'vitest';
import { declarationsAreUsed } from '../../../../../src/deploy/check/rules/upkeep/declarations-are-used.ts';
import { inputOf } from '../../input.ts';

const look = (...files: unknown[]) =>
  declarationsAreUsed.look(inputOf({ files })).map(({ severity, message }) => `${severity}: ${message}`);

test('what no service uses is noted, of every kind', () => {
  const nothing = { a: null };
  expect(look({ services: { web: { image: 'x' } }, volumes: nothing, networks: nothing, secrets: { s: {} }, configs: { c: {} } })).toEqual([
    'note: volumes.a is declared, and no service uses it',
    'note: networks.a is declared, and no service uses it',
    'note: secrets.s is declared, and no service uses it',
    'note: configs.c is declared, and no service uses it',
  ]);
});

test('uses of every form count, in other files and inactive profiles too', () => {
  const top = {
    volumes: { a: null, b: null },
    networks: { default: null, n: null, m: null },
    secrets: { s: {}, t: {} },
    configs: { c: {} },
  };
  const one = { ...top, services: { web: { volumes: ['a:/data:ro'], networks: ['n'], secrets: ['s'], build: { secrets: ['t'] } } } };
  const other = {
    services: {
      debug: {
        profiles: ['d'],
        volumes: [{ type: 'volume', source: 'b', target: '/b' }],
        networks: { m: { aliases: ['x'] } },
        configs: [{ source: 'c' }],
      },
    },
  };
  expect(look(one, other)).toEqual([]);
});

test('a name that a variable makes could be any', () => {
  expect(look({ services: { web: { volumes: ['${DATA:-data}:/data'] } }, volumes: { data: null } })).toEqual([]);
});
