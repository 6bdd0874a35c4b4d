import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLines, writeLines } from '../../src/system/line-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-lines-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* some(...lines: string[]): AsyncGenerator<string> {
  yield* lines;
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

test('what is written is read, line by line, the last one without an end too', async () => {
  const file = join(folder, 'out');
  expect(await writeLines(file, `${file}.draft`, some('ä'.repeat(200_000) + '\n', '\n', 'b\r\n', 'c'))).toBe(4);
  expect(await all(readLines(file))).toEqual(['ä'.repeat(200_000), '', 'b', 'c']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['out']);
});

test('what somebody makes meanwhile stays', async () => {
  const file = join(folder, 'out');
  const writing = writeLines(
    file,
    `${file}.draft`,
    (async function* () {
      await writeFile(file, 'mine');
      yield 'theirs\n';
    })(),
  );
  await expect(writing).rejects.toMatchObject({ code: 'file-exists', exit: 2 });
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await readdir(folder)).toEqual(['out']);
});

test('where it cannot be written or read is said', async () => {
  const missing = join(folder, 'none', 'out');
  await expect(writeLines(missing, `${missing}.draft`, some('a'))).rejects.toMatchObject({ code: 'folder-missing', exit: 2 });
  await expect(all(readLines(missing))).rejects.toMatchObject({ code: 'file-unreadable', exit: 2 });
  await mkdir(join(folder, 'a'));
  await expect(all(readLines(join(folder, 'a')))).rejects.toMatchObject({ code: 'file-unreadable', exit: 2 });
});

test('what reads them may fail by itself', async () => {
  await writeFile(join(folder, 'in'), 'a\nb\n');
  const reading = (async () => {
    for await (const _ of readLines(join(folder, 'in'))) throw new TypeError('mine');
  })();
  await expect(reading).rejects.toThrow('mine');
});
