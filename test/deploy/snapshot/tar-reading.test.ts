import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TarSummary, readTarAlong } from '../../../src/deploy/snapshot/tar-reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'portside-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  mkdirSync(join(folder, 'deep', 'x'.repeat(200)), { recursive: true, mode: 0o750 });
  writeFileSync(join(folder, 'deep', 'x'.repeat(200), 'new\nline'), 'a'.repeat(1000));
  writeFileSync(join(folder, 'empty'), '');
  symlinkSync('deep', join(folder, 'link'));
});

function packed(format: string): Buffer {
  return execFileSync('tar', [`--format=${format}`, '--owner=:99', '--group=:98', '-C', folder, '-cf', '-', '.']);
}

function summaryOf(archive: Buffer, chunk: number): TarSummary {
  const along = readTarAlong();
  for (let at = 0; at < archive.length; at += chunk) along.push(archive.subarray(at, at + chunk));
  return along.end();
}

describe.each(['pax', 'gnu'])('an archive in the format %s', (format) => {
  test.each([1, 100, 512, 10_000_000])('is followed in chunks of %i bytes', (chunk) => {
    const archive = packed(format);
    const { bytes, entries, root } = summaryOf(archive, chunk);
    expect({ bytes, entries }).toEqual({ bytes: archive.length, entries: 5 });
    expect(root).toMatchObject({ uid: 99, gid: 98 });
  });

  test('that breaks off anywhere is no archive', () => {
    const archive = packed(format);
    const end = archive.length - 10_240;
    for (const length of [0, 511, 512, 1000, end > 0 ? end : 2048]) {
      expect(() => summaryOf(archive.subarray(0, length), 512)).toThrow('broke off');
    }
  });
});

test('anything else is no archive', () => {
  expect(() => summaryOf(Buffer.alloc(2000, 'x'), 300)).toThrow('not a tar archive');
});

test('a size of more than eight gigabytes is understood, in the header or before it', () => {
  const head = Buffer.alloc(512);
  head.write('big', 0);
  head.write('0', 156);
  head.writeUInt8(0x80, 124);
  head.writeBigUInt64BE(9_000_000_000n, 128);
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const along = readTarAlong();
  along.push(head);
  along.push(Buffer.alloc(1_000_000, 'x'));
  expect(() => along.end()).toThrow('broke off');
});
