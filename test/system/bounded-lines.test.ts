import { expect, test } from 'vitest';
import { BoundedLineCutter } from '../../src/system/bounded-lines.ts';

function cut(pieces: (string | Buffer)[], most = 10_000): string[] {
  const lines: string[] = [];
  const cutter = new BoundedLineCutter((line) => lines.push(line), most);
  for (const piece of pieces) cutter.push(Buffer.from(piece));
  cutter.flush();
  return lines;
}

test('lines come whole however the bytes are cut, and the last one needs no end', () => {
  expect(cut(['a', 'b\r\nc', '\n\nd'])).toEqual(['ab', 'c', '', 'd']);
  const bytes = Buffer.from('grün\n');
  expect(cut([bytes.subarray(0, 3), bytes.subarray(3)])).toEqual(['grün']);
});

test('bytes that are no UTF-8 are told as such', () => {
  expect(cut([Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3])])).toEqual(['a\uFFFDb', '\uFFFD']);
});

test('of a line that is too long both ends are kept, and the next one is whole again', () => {
  const [long, next] = cut([`begin${'x'.repeat(6000)}`, 'y'.repeat(6000), `${'z'.repeat(50_000)}end\nnext\n`]);
  expect(long).toMatch(/^beginx+ … z+end$/);
  expect(long?.length).toBe(4003);
  expect(next).toBe('next');
});
