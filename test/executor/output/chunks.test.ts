import { isUtf8 } from 'node:buffer';
import { expect, test } from 'vitest';
import { chunkBytes, chunksOf } from '../../../src/executor/output/chunks.ts';

test('no piece is larger than what may be told at once', () => {
  expect(chunkBytes).toBeLessThanOrEqual(64 * 1024);
});

test.each(['a', 'é', '日', '😀', 'a😀', 'aé日😀'])('pieces of %s are within the limit, valid, full, and all there is', (character) => {
  for (const extra of [0, 1, 2, 3]) {
    const bytes = Buffer.from('x'.repeat(extra) + character.repeat(70_000));
    const chunks = chunksOf(bytes);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(chunks.every((chunk) => chunk.length <= chunkBytes && isUtf8(chunk))).toBe(true);
    expect(chunks.slice(0, -1).every((chunk) => chunk.length > chunkBytes - 4)).toBe(true);
  }
});

test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes])('%i bytes are cut only where they must be', (length) => {
  const lengths = chunksOf(Buffer.alloc(length, 'a')).map((chunk) => chunk.length);
  expect(lengths.reduce((sum, one) => sum + one, 0)).toBe(length);
  expect(lengths).toHaveLength(Math.ceil(length / chunkBytes));
});
