import { expect, test } from 'vitest';
import { filesBelow, foldersBelow, read } from './files.ts';

/** The tree in AGENTS.md, line by line. */
async function map(): Promise<{ path: string; words: string }[]> {
  const [, block = ''] = /^## The tree\s+```\n(.*?)^```/ms.exec(await read('AGENTS.md')) ?? [];
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => ({ path: line.split(/\s+/)[0] ?? '', words: line.replace(/^\S+\s*/, '') }));
}

const whole = ['src', 'script', 'bench', 'examples', 'docs', 'mock-claude'];
/** Deeper down the tests mirror the sources. */
const upToTwoLevels = (path: string) => path.split('/').length <= 3;

test('every folder is on the map', async () => {
  const onDisk = [...whole.flatMap(foldersBelow), ...foldersBelow('test').filter(upToTwoLevels)];
  const known = new Set((await map()).map(({ path }) => path));
  expect(onDisk.filter((path) => !known.has(path))).toEqual([]);
});

test('everything on the map is there, once, with a word on what it is', async () => {
  const known = await map();
  const tops = new Set(known.map(({ path }) => path.split('/')[0] ?? ''));
  const there = new Set([...tops].flatMap((top) => [...foldersBelow(top), ...filesBelow(top)]));
  expect(known.filter(({ path, words }) => !there.has(path) || words === '')).toEqual([]);
  expect(known.length).toBe(new Set(known.map(({ path }) => path)).size);
});
