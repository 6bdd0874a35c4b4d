import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generatedValues } from '../../src/ledger/generated-values.ts';
import { systemIds } from '../../src/system/ids.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'portside-generated-'));
});
afterEach(() => rm(home, { recursive: true }));

/** As another process would open it. */
const opened = () => generatedValues(home, systemIds);

test('a value is 32 random bytes, and stays what it is', async () => {
  const { TOKEN = '' } = await opened().make('shop-a', ['TOKEN']);
  expect(TOKEN).toMatch(/^[\w-]{43}$/);
  expect(await opened().make('shop-a', ['TOKEN'])).toEqual({ TOKEN });
  expect(await opened().of('shop-a')).toEqual({ TOKEN });
});

test('no program takes it for a flag', () => {
  const drawn = Array.from({ length: 1000 }, () => systemIds.secret());
  expect(drawn.filter((value) => value.startsWith('-'))).toEqual([]);
});

test('a name that comes later gets its own, and takes nothing from the others', async () => {
  const before = await opened().make('shop-a', ['TOKEN']);
  const { PASSWORD } = await opened().make('shop-a', ['PASSWORD']);
  expect(await opened().of('shop-a')).toEqual({ ...before, PASSWORD });
});

test('no two instances have the same', async () => {
  const [a, b] = await Promise.all([opened().make('shop-a', ['TOKEN']), opened().make('shop-b', ['TOKEN'])]);
  expect(a['TOKEN']).not.toBe(b['TOKEN']);
});

test('whoever makes it at the same time, all get one', async () => {
  for (let round = 0; round < 20; round++) {
    const made = await Promise.all(Array.from({ length: 10 }, () => opened().make(`shop-${round}`, ['TOKEN', 'PASSWORD'])));
    expect(new Set(made.map((values) => JSON.stringify(values))).size).toBe(1);
  }
});

test("files and folders are their owner's alone, and no draft is left", async () => {
  await opened().make('shop-a', ['TOKEN']);
  const modeOf = async (path: string) => ((await stat(join(home, path))).mode & 0o777).toString(8);
  expect(await readdir(join(home, 'generated/shop-a'))).toEqual(['TOKEN']);
  expect([await modeOf('generated'), await modeOf('generated/shop-a'), await modeOf('generated/shop-a/TOKEN')]).toEqual([
    ...['700', '700', '600'],
  ]);
});

test('where nothing is asked for nothing is made', async () => {
  expect(await opened().make('shop-a', [])).toEqual({});
  expect(await opened().of('shop-a')).toEqual({});
  expect(await readdir(home)).toEqual([]);
});

test('removing takes those of one instance, and it may have none', async () => {
  await opened().make('shop-a', ['TOKEN']);
  await opened().make('shop-ab', ['TOKEN']);
  await opened().remove('shop-a');
  await opened().remove('shop-a');
  expect(await opened().of('shop-a')).toEqual({});
  expect(Object.keys(await opened().of('shop-ab'))).toEqual(['TOKEN']);
});

test("what a killed process left half done is nobody's value", async () => {
  const before = await opened().make('shop-a', ['TOKEN']);
  await writeFile(join(home, 'generated/shop-a/TOKEN.5f0c'), 'half');
  expect(await opened().of('shop-a')).toEqual(before);
});

test('where it cannot be kept the user is told what to do', async () => {
  await writeFile(join(home, 'generated'), 'a file in the way');
  await expect(opened().make('shop-a', ['TOKEN'])).rejects.toMatchObject({ code: 'generated-values-unwritable', exit: 2 });
});
