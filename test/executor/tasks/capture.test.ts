import { expect, test } from 'vitest';
import { createCapture } from '../../../src/executor/tasks/capture.ts';

function captured(limit: number, pieces: string[], budget = { left: 1000 }) {
  const capture = createCapture(limit, [budget]);
  for (const piece of pieces) capture.push(Buffer.from(piece));
  return { text: capture.text(), truncated: capture.isTruncated(), left: budget.left };
}

test.each<[number, string[], string, boolean]>([
  [5, [], '', false],
  [5, ['abc'], 'abc', false],
  [5, ['abc', 'de'], 'abcde', false],
  [5, ['abc', 'def', 'g'], 'abcde', true],
  [5, ['abcdefgh'], 'abcde', true],
  [0, ['a'], '', true],
  // What comes behind a gap is not the beginning any more.
  [5, ['ab', '日本', 'x'], 'ab日', true],
  [4, ['ab日', 'x'], 'ab', true],
  [4, ['😀é'], '😀', true],
  [3, ['😀'], '', true],
])('of at most %i bytes %j leaves %j', (limit, pieces, text, truncated) => {
  expect(captured(limit, pieces)).toEqual({ text, truncated, left: 1000 - Buffer.byteLength(text) });
});

test('several share what they may keep together', () => {
  const budget = { left: 6 };
  expect(captured(5, ['abcd'], budget)).toMatchObject({ text: 'abcd', truncated: false });
  expect(captured(5, ['efgh'], budget)).toMatchObject({ text: 'ef', truncated: true, left: 0 });
  expect(captured(5, ['i'], budget)).toMatchObject({ text: '', truncated: true, left: 0 });
});
