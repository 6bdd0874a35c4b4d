import { expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

const sources = await Promise.all(filesBelow('src').map(async (path) => ({ path, text: await read(path) })));

test('no source is longer than 300 lines', () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > 300);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('only main.ts ends the process', () => {
  const ending = sources.filter(
    ({ path, text }) => path !== 'src/main.ts' && /\bprocess\s*\.\s*(exit|exitCode|abort|reallyExit)\b/.test(text),
  );
  expect(ending.map(({ path }) => path)).toEqual([]);
});
