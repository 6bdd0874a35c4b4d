import { expect, test } from 'vitest';
import { longestEscape, writeJsonText } from '../../../src/executor/output/json-bytes.ts';
import { createRandom } from '../random.ts';

/** The bytes at another place in memory: `offset` from the beginning of their room, which ends with them. */
function placed(bytes: Buffer, offset: number): Buffer {
  const room = Buffer.from(new ArrayBuffer(offset + bytes.length));
  bytes.copy(room, offset);
  return room.subarray(offset);
}

function written(bytes: Buffer, start: number): string {
  const out = Buffer.from(new ArrayBuffer(start + bytes.length * longestEscape + 4));
  return out.toString('utf8', start, writeJsonText(bytes, out, start));
}

const inside = (text: string) => JSON.stringify(text).slice(1, -1);

test('every byte that UTF-8 has alone is written as JSON.stringify does, wherever it stands in a word', () => {
  for (let code = 0; code < 0x80; code += 1) {
    for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
      const text = `${before}${String.fromCodePoint(code)}xyzw`;
      expect(written(Buffer.from(text), 0)).toBe(inside(text));
    }
  }
});

test('every byte of longer characters goes through, and no separator is escaped that JSON.stringify leaves', () => {
  const text =
    Array.from({ length: 0x8_00 }, (_, code) => String.fromCodePoint(code)).join('') + '\u2028\u2029\uFEFF\uFFFD日本😀\u{10FFFF}';
  expect(written(Buffer.from(text), 0)).toBe(inside(text));
});

test.each([0, 1, 2, 3])('%i bytes off a word’s beginning, any length is written whole', (offset) => {
  for (let length = 0; length <= 12; length += 1) {
    for (const start of [0, 1, 2, 3, 77]) {
      const text = 'a"b\\c\nd\u0001e~fg'.slice(0, length);
      expect(written(placed(Buffer.from(text), offset), start)).toBe(inside(text));
    }
  }
});

test('random texts, anywhere in memory, are written as JSON.stringify does', () => {
  const random = createRandom(3);
  const characters = ['a', '~', ' ', '"', '\\', '/', '\n', '\t', '\0', '\u001F', '\u007F', '!', '#', '[', ']', 'é', '日', '😀'];
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random.below(40) }, () => random.pick(characters)).join('');
    expect(written(placed(Buffer.from(text), random.below(8)), random.below(5))).toBe(inside(text));
  }
});
