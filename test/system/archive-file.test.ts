import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCompressed, sumOf, writeCompressed } from '../../src/system/archive-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

const nothing = () => undefined;

test('what is compressed comes out as it was, for this user only, and is counted', async () => {
  const path = join(folder, 'a.gz');
  const content = randomBytes(300_000);
  let seen = 0;
  const written = await writeCompressed(path, Readable.from([content]), (chunk) => (seen += chunk.length));
  expect(gunzipSync(await readFile(path)).equals(content)).toBe(true);
  expect(seen).toBe(content.length);
  expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
  expect(await sumOf(path)).toEqual(written);
  expect((await buffer(readCompressed(path, nothing))).equals(content)).toBe(true);
});

test('a file of that name is never written over', async () => {
  const path = join(folder, 'a.gz');
  await writeFile(path, 'mine');
  await expect(writeCompressed(path, Readable.from(['x']), nothing)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(path, 'utf8')).toBe('mine');
});

test('a source that breaks off, a look that objects and an abort end the copy', async () => {
  const breaking = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('the engine is gone');
    })(),
  );
  await expect(writeCompressed(join(folder, 'a.gz'), breaking, nothing)).rejects.toThrow('the engine is gone');
  const objecting = () => {
    throw new Error('no archive');
  };
  await expect(writeCompressed(join(folder, 'b.gz'), Readable.from([Buffer.from('x')]), objecting)).rejects.toThrow('no archive');
  const endless = new Readable({ read: nothing });
  const stop = new AbortController();
  const copying = writeCompressed(join(folder, 'c.gz'), endless, nothing, stop.signal);
  stop.abort();
  await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
});

test('what is not compressed fails as it is read, and what is not there has no sum', async () => {
  const path = join(folder, 'a.gz');
  await writeFile(path, 'not compressed');
  await expect(buffer(readCompressed(path, nothing))).rejects.toThrow('incorrect header check');
  expect(await sumOf(join(folder, 'nowhere'))).toBeUndefined();
});
