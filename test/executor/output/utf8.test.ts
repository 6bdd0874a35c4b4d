import { expect, test } from 'vitest';
import { createUtf8Cutter, endOfCharacters } from '../../../src/executor/output/utf8.ts';
import { createRandom } from '../random.ts';

const decode = (bytes: Buffer) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const isWhole = (bytes: Buffer) => Buffer.from(bytes.toString('utf8')).equals(bytes);

/** What comes out when the bytes come in these pieces. */
function through(pieces: Buffer[]): string {
  const cutter = createUtf8Cutter();
  const out = [...pieces.map((piece) => cutter.push(piece)), cutter.flush()];
  expect(out.every(isWhole)).toBe(true);
  return Buffer.concat(out).toString('utf8');
}

const samples: [string, Buffer][] = [
  ['two bytes', Buffer.from('aéb')],
  ['three bytes', Buffer.from('a日b€')],
  ['four bytes', Buffer.from('a😀b🧑‍🚀')],
  ['the last code point', Buffer.from([0xf4, 0x8f, 0xbf, 0xbf])],
  ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x61])],
  ['continuations alone', Buffer.from([0x61, 0x80, 0xbf, 0x80, 0x80, 0x80, 0x62])],
  ['overlong two bytes', Buffer.from([0xc0, 0x80, 0xc1, 0xbf, 0x61])],
  ['overlong three bytes', Buffer.from([0xe0, 0x80, 0x80, 0xe0, 0x9f, 0xbf])],
  ['overlong four bytes', Buffer.from([0xf0, 0x80, 0x80, 0x80, 0xf0, 0x8f, 0xbf, 0xbf])],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf])],
  ['above the last code point', Buffer.from([0xf4, 0x90, 0x80, 0x80, 0xf5, 0x80, 0x80, 0x80])],
  ['bytes that are in no UTF-8', Buffer.from([0xff, 0xfe, 0xf8, 0x88, 0x61])],
  ['a character broken off by another', Buffer.from([0xe6, 0x97, 0x61, 0xf0, 0x9f, 0x98, 0xe6, 0x97, 0xa5, 0xc3])],
  ['one broken off by the end', Buffer.from([0x61, 0xf0, 0x9f, 0x98])],
];

test.each(samples)('%s come out as a decoder sees them, wherever they were cut', (_, bytes) => {
  const expected = decode(bytes);
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      expect(through([bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)])).toBe(expected);
    }
  }
  expect(through([...bytes].map((byte) => Buffer.from([byte])))).toBe(expected);
});

test('random bytes in random pieces come out as a decoder sees them', () => {
  const random = createRandom(2);
  for (let round = 0; round < 300; round += 1) {
    const bytes = Buffer.from(
      Array.from({ length: 40 }, () => random.pick([0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0xff, random.below(256)])),
    );
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + random.below(5);
      pieces.push(bytes.subarray(at, end));
      at = end;
    }
    expect(through(pieces)).toBe(decode(bytes));
  }
});

test('only what may still become a character is kept back', () => {
  const cutter = createUtf8Cutter();
  expect(cutter.push(Buffer.from([0x61, 0xf0, 0x9f, 0x98])).toString()).toBe('a');
  expect(cutter.push(Buffer.from([0x80])).toString()).toBe('😀');
  expect(cutter.push(Buffer.from('whole')).toString()).toBe('whole');
  expect(cutter.flush()).toHaveLength(0);
});

test('a cut is never inside of a character, and never further back than needed', () => {
  const bytes = Buffer.from('aé日😀');
  expect(Array.from({ length: bytes.length + 1 }, (_, end) => endOfCharacters(bytes, end))).toEqual([0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10]);
});
