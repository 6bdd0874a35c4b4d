import { expect, test } from 'vitest';
import { chunkBytes } from '../../../src/executor/output/chunks.ts';
import { createOutputEncoder } from '../../../src/executor/output/output-message.ts';

function messageOf(data: string, type: 'stdout' | 'stderr', place: number, total: number): string {
  const params = { type, data, truncated: false, chunk_index: place, total_chunks: total };
  return JSON.stringify({ jsonrpc: '2.0', method: 'process.output', params });
}

test('a message is what JSON.stringify would make of it', () => {
  const encode = createOutputEncoder();
  for (const data of ['', 'hello\n', '{"a":"\\u0000"}', '\u0000\u001B[31mred\u001B[0m', 'é日😀'])
    expect(encode('stderr', Buffer.from(data), 3, 17).toString()).toBe(messageOf(data, 'stderr', 3, 17));
});

test('the largest chunk of what takes most room fits', () => {
  const data = '\u0001'.repeat(chunkBytes);
  const most = Number.MAX_SAFE_INTEGER;
  expect(createOutputEncoder()('stdout', Buffer.from(data), most, most).toString()).toBe(messageOf(data, 'stdout', most, most));
});

test('a message stays what it was when the next is made', () => {
  const encode = createOutputEncoder();
  const first = encode('stdout', Buffer.from('first'), 0, 1);
  const before = first.toString();
  encode('stdout', Buffer.from('SECOND, and longer'), 0, 1);
  expect(first.toString()).toBe(before);
});
