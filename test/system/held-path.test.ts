import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { heldPath, writeHeldFile } from '../../src/system/held-path.ts';

let root = '';
beforeEach(async () => {
  const place = await mkdtemp(join(tmpdir(), 'portside-held-'));
  onTestFinished(() => rm(place, { recursive: true }));
  root = join(place, 'root');
  await mkdir(join(root, 'app'), { recursive: true });
  await writeFile(join(root, 'app/file'), 'inside');
  await writeFile(join(place, 'secret'), 'outside');
  await symlink('../secret', join(root, 'to-file'));
  await symlink('..', join(root, 'to-folder'));
  await symlink('../made', join(root, 'to-nothing'));
  await symlink('app', join(root, 'to-app'));
  await symlink('app/new', join(root, 'to-new'));
  await symlink('round', join(root, 'round'));
});

const nameOf = async (path: string) => (await heldPath(root, join(root, 'app'), path))?.name;

test.each([
  ['file', 'app/file'],
  ['./new/deep', 'app/new/deep'],
  ['..', ''],
  ['../to-app/file', 'app/file'],
  ['../to-new', 'app/new'],
  ['../..name', '..name'],
])('%s lies inside', async (path, name) => {
  expect(await nameOf(path)).toBe(name);
});

test.each([
  '../..',
  '../../secret',
  '/etc/passwd',
  '../to-file',
  '../to-folder/secret',
  '../to-folder/new',
  '../to-nothing',
  '../to-folder',
  '../round',
  'a\0b',
  '../../root2',
])('%s leads outside', async (path) => {
  expect(await nameOf(path)).toBeUndefined();
});

test('an absolute path may lie inside, and so may one in a root that is reached by a link', async () => {
  expect(await nameOf(join(root, 'app/file'))).toBe('app/file');
  const link = `${root}-link`;
  await symlink(root, link);
  expect((await heldPath(link, link, 'app/file'))?.real).toBe(join(root, 'app/file'));
});

test('a file is written whole; where a link stands nothing is', async () => {
  await writeHeldFile(join(root, 'app/file'), 'in');
  expect(await readFile(join(root, 'app/file'), 'utf8')).toBe('in');
  await expect(writeHeldFile(join(root, 'to-file'), 'x')).rejects.toMatchObject({ code: 'ELOOP' });
  expect(await readFile(join(root, '../secret'), 'utf8')).toBe('outside');
});
