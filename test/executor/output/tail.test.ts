import { expect, test } from 'vitest';
import { createTail } from '../../../src/executor/output/tail.ts';

function tailOf(limit: number, pieces: string[]): string {
  const tail = createTail(limit);
  for (const piece of pieces) tail.push(Buffer.from(piece));
  return tail.text();
}

test.each<[string[], string]>([
  [[], ''],
  [['abc'], 'abc'],
  [['abcdef'], 'cdef'],
  [['ab', 'cd', 'ef'], 'cdef'],
  [['abcdefghijklmnop', 'q'], 'nopq'],
  [[...'abcdefghijklmnop'], 'mnop'],
])('of %j the last four bytes are kept', (pieces, expected) => {
  expect(tailOf(4, pieces)).toBe(expected);
});

test('it can be read, and go on', () => {
  const tail = createTail(3);
  tail.push(Buffer.from('abcdef'));
  expect(tail.text()).toBe('def');
  tail.push(Buffer.from('g'));
  expect(tail.text()).toBe('efg');
});

test.each([3, 4, 5, 6, 7, 8])('no half character is at the beginning of the last %i bytes', (limit) => {
  expect('日本語😀é').toContain(tailOf(limit, ['日本語', '😀é']));
});
