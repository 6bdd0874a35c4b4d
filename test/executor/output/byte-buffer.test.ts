import { expect, test } from 'vitest';
import { createByteBuffer } from '../../../src/executor/output/byte-buffer.ts';

test('what was appended comes back in one piece, however small the pieces were', () => {
  const buffer = createByteBuffer();
  const text = 'aé日😀'.repeat(1000);
  for (const byte of Buffer.from(text)) buffer.append(Buffer.from([byte]));
  expect(buffer.length()).toBe(Buffer.byteLength(text));
  expect(buffer.text()).toBe(text);
});

test('what was appended is its own: the source may be used again', () => {
  const buffer = createByteBuffer();
  const source = Buffer.from('first');
  buffer.append(source);
  source.fill('x');
  expect(buffer.text()).toBe('first');
});

test('only the last bytes stay where that is wanted, and more can follow', () => {
  const buffer = createByteBuffer();
  buffer.append(Buffer.from('0123456789'));
  buffer.keepLast(4);
  expect([buffer.text(), buffer.length()]).toEqual(['6789', 4]);
  buffer.append(Buffer.from('ab'));
  buffer.keepLast(100);
  expect(buffer.text()).toBe('6789ab');
  buffer.keepLast(0);
  expect([buffer.text(), buffer.length()]).toEqual(['', 0]);
});
