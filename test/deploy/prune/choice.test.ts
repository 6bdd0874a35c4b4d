import { describe, expect, test } from 'vitest';
import type { ListedImage } from '../../../src/deploy/model/engine-info.ts';
import { freedBy, unneededImages } from '../../../src/deploy/prune/images.ts';
import { surplusOf } from '../../../src/deploy/prune/surplus.ts';
import { rowsOf } from '../revision/versions.ts';

describe('revisions beyond the newest ones', () => {
  test.each([
    ['the newest five stay', [7, 6, 5, 4, 3, 2, 1], 5, 7, [2, 1]],
    ['the one that runs is one of them, however old it is', [7, 6, 5, 4, 3, 2, 1], 5, 1, [3, 2]],
    ['of an instance that is down too', [3, 2, 1], 2, 3, [1]],
    ['where none was ever verified to run', [3, 2, 1], 2, undefined, [1]],
    ['the one that runs is kept alone', [3, 2, 1], 1, 2, [3, 1]],
    ['few enough', [2, 1], 5, 2, []],
  ])('%s', (_, numbers, keep, running, expected) => {
    expect(surplusOf(rowsOf(...numbers), { keep, running }).map(({ number }) => number)).toEqual(expected);
  });

  test('that of a canary that waits stays too', () => {
    const rows = rowsOf(3, 2, 1);
    expect(surplusOf(rows, { keep: 1, running: 2, canary: rows[0]?.executionUuid }).map(({ number }) => number)).toEqual([1]);
  });
});

const image = (id: string, reference: string): ListedImage => ({ id, reference, bytes: 100 });

describe('images that nothing runs', () => {
  const listed = [
    image('old', 'portside/shop-web:aaa'),
    image('now', 'portside/shop-web:bbb'),
    image('now', 'portside/shop:r2-demo.web'),
    image('other', 'portside/bakery-web:ccc'),
    image('base', 'redis:7'),
    image('base', 'portside/shop:r1-demo.redis'),
  ];
  const noOthers = { known: [] as string[], busy: [] as string[] };
  const unneeded = (used: string[], projects = ['shop'], others = noOthers) =>
    unneededImages({ listed, projects, others, used: new Set(used), surplusTags: new Set() }).map(({ reference, bytes }) => [
      reference,
      bytes,
    ]);

  test('those that Portside built for the projects that are meant, and nobody uses', () => {
    expect(unneeded(['now'])).toEqual([['portside/shop-web:aaa', 100]]);
    expect(unneeded(['now', 'old'])).toEqual([]);
    expect(unneeded(['now'], ['shop', 'bakery'])).toEqual([
      ['portside/shop-web:aaa', 100],
      ['portside/bakery-web:ccc', 100],
    ]);
  });

  describe('of a project whose name only begins like another’s', () => {
    const admin = [
      image('a', 'portside/shop-admin-web:aaa'),
      image('b', 'portside/shop-admin:r1-demo.web'),
      image('c', 'portside/shop-web:bbb'),
    ];
    const going = (projects: string[], others = noOthers) =>
      unneededImages({ listed: admin, projects, others, used: new Set(), surplusTags: new Set() }).map(({ reference }) => reference);

    test('they stay with that project', () => {
      expect(going(['shop'], { known: ['shop-admin'], busy: [] })).toEqual(['portside/shop-web:bbb']);
      expect(going(['shop-admin'], { known: ['shop'], busy: [] })).toEqual(['portside/shop-admin-web:aaa']);
    });

    test('tags of its revisions stay, though nobody knows it', () => {
      expect(going(['shop'])).toEqual(['portside/shop-admin-web:aaa', 'portside/shop-web:bbb']);
    });

    test('whoever is just building may have built it', () => {
      expect(going(['shop-admin'], { known: ['shop'], busy: ['shop'] })).toEqual([]);
    });
  });

  test('a name frees nothing while another one keeps the image', () => {
    expect(unneeded([])).toEqual([
      ['portside/shop-web:aaa', 100],
      ['portside/shop-web:bbb', 0],
    ]);
    const tags = listed.filter(({ reference }) => reference.startsWith('portside/shop:'));
    const surplusTags = new Set(tags.map(({ reference }) => reference));
    expect(freedBy(tags, { listed, used: new Set(), surplusTags }).map(({ bytes }) => bytes)).toEqual([0, 0]);
  });
});
