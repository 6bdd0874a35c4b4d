import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { describeContent } from '../../../src/engine/docker/file-content.ts';
import { firstFileOf } from '../../../src/engine/tar/first-file.ts';

function entry(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(type, 156, 'latin1');
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const archive = Buffer.concat([entry('x', Buffer.alloc(700, 'p')), entry('0', Buffer.from('hello'.repeat(300))), Buffer.alloc(1024)]);

test.each([1, 511, 513, 100_000])('the first file comes out, however the archive is cut (%i bytes)', async (size) => {
  const chunks = Array.from({ length: Math.ceil(archive.length / size) }, (_, index) => archive.subarray(index * size, (index + 1) * size));
  expect((await firstFileOf(Readable.from(chunks), 5000)).toString()).toBe('hello'.repeat(300));
});

test('no more is read than was asked for, and an archive without a file has nothing', async () => {
  expect((await firstFileOf(Readable.from([archive]), 7)).toString()).toBe('hellohe');
  expect((await firstFileOf(Readable.from([entry('5', Buffer.alloc(0)), Buffer.alloc(1024)]), 7)).length).toBe(0);
});

test('programs say what they are made for, in either order of bytes; text is text', () => {
  const program = (order: number, machine: number[]) =>
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, order, ...Array(12).fill(0), ...machine, 0, 0]);
  expect(describeContent(program(1, [62, 0]), 9999)).toEqual({ madeFor: 'amd64' });
  expect(describeContent(program(2, [0, 22]), 9999)).toEqual({ madeFor: 's390x' });
  expect(describeContent(Buffer.from('#!/bin/sh\n'), 10)).toEqual({ text: '#!/bin/sh\n' });
  expect(describeContent(Buffer.from('#!/bin/sh\n'), 99_999)).toEqual({});
  expect(describeContent(Buffer.from('a\0b'), 3)).toEqual({});
});
