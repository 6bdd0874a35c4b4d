import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeFor, writeWhereDifferent } from '../../src/graduation/place.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'portside-place-'));
});
afterEach(() => rm(directory, { recursive: true }));

const place = (output: string) => placeFor({ files: [join(directory, 'compose.yaml')], directory }, {} as never, { output }, directory);

test('a file in a folder that is there may be written', async () => {
  expect(await place('deploy.yaml')).toBe(join(directory, 'deploy.yaml'));
  await expect(place('none/deploy.yaml')).rejects.toMatchObject({ code: 'output-folder-missing', exit: 2 });
});

test('a folder is refused before anything is recorded', async () => {
  await mkdir(join(directory, 'deploy'));
  await expect(place('deploy')).rejects.toMatchObject({ code: 'output-is-a-folder', exit: 2 });
});

test.skipIf(process.getuid?.() === 0)('so is what is not this user’s to write', async () => {
  await mkdir(join(directory, 'theirs'), { mode: 0o500 });
  await expect(place('theirs/deploy.yaml')).rejects.toMatchObject({ code: 'output-unwritable', exit: 2 });
});

test('what cannot be written after all is no bug, and says that the next call writes it', async () => {
  await symlink('/proc/none', join(directory, 'deploy.yaml'));
  await expect(writeWhereDifferent(join(directory, 'deploy.yaml'), 'a')).rejects.toMatchObject({ code: 'output-unwritable', exit: 2 });
  expect(await writeWhereDifferent(join(directory, 'it.yaml'), 'a')).toBe(true);
  expect(await writeWhereDifferent(join(directory, 'it.yaml'), 'a')).toBe(false);
  expect(await readFile(join(directory, 'it.yaml'), 'utf8')).toBe('a');
});
