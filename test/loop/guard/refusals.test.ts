import { expect, test } from 'vitest';
import { globMatcher } from '../../../src/loop/guard/glob.ts';
import { refusals } from '../../../src/loop/guard/refusals.ts';
import { treeOf } from './trees.ts';

async function told(base: Record<string, string>, now: Record<string, string>): Promise<string[]> {
  return (await refusals(treeOf(base), treeOf(now))).map(({ detail }) => detail);
}

test('repositories within it are refused, and submodules that point elsewhere', async () => {
  expect(await told({ lib: '@ 1' }, { lib: '@ 1' })).toEqual([]);
  expect(await told({ lib: '@ 1' }, { lib: '@ 2' })).toEqual(['lib, a submodule, points elsewhere']);
  expect(await told({ lib: '@ 1' }, {})).toEqual(['lib, a submodule, is gone']);
  expect(await told({}, { lib: '@ 1' })).toEqual(['lib is a repository of its own']);
  expect(await told({}, { 'lib/.GIT/config': 'x' })).toEqual(['lib/.GIT/config belongs to a repository within the project']);
});

test('symbolic links that lead out are refused, by whatever way, unless base had them', async () => {
  expect(await told({}, { a: '-> ../../etc', 'b/c': '-> ../d', 'e/f': '-> /etc/passwd' })).toEqual([
    'a is a symbolic link that leads out of the project, to ../../etc',
    'e/f is a symbolic link that leads out of the project, to /etc/passwd',
  ]);
  expect(await told({ a: '-> ../../etc' }, { a: '-> ../../etc' })).toEqual([]);
  expect(await told({}, { a: '-> b', b: '-> a' })).toHaveLength(2);
  expect(await told({}, { up: '-> deep/in', 'deep/in': '-> ../..' })).toHaveLength(2);
  expect(await told({}, { a: '-> .git/config' })).toEqual(['a is a symbolic link into a repository']);
});

test.each([
  ['test/', 'a/test/b/c.js', true],
  ['test/', 'latest/b.js', false],
  ['*.test.*', 'a/b.test.ts', true],
  ['/data/*.json', 'x/data/a.json', false],
  ['data/**', 'data/a/b', true],
  ['src/**/x.{js,ts}', 'src/x.ts', true],
  ['src/**/x.{js,ts}', 'src/a/b/x.py', false],
  ['a?.txt', 'ab.txt', true],
  ['a+b(c)', 'a+b(c)', true],
])('%s and %s: %s', (glob, path, fits) => {
  expect(globMatcher(glob)(path)).toBe(fits);
});
