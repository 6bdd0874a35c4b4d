import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainFile } from '../../src/system/file-errors.ts';
import { ensurePrivateDirectory, writeInto, writePrivateCopies, writePrivateFile } from '../../src/system/files.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'portside-files-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test('a full disk is said as that', async () => {
  await expect(writeInto('/dev/full', 0, 'x')).rejects.toMatchObject({
    name: 'UserError',
    code: 'disk-full',
    exit: 2,
    message: '/dev/full cannot be written: the disk is full',
  });
});

test.each([
  ['a folder', (below: string) => ensurePrivateDirectory(join(below, 'deep'))],
  ['a file', (below: string) => writePrivateFile(below, 'x')],
  ['copies', (below: string) => writePrivateCopies([{ path: below, text: 'x' }])],
])('%s that cannot be is no bug', async (_what, write) => {
  const file = join(await folder(), 'file');
  await writeFile(file, '');
  await expect(write(join(file, 'below'))).rejects.toMatchObject({ name: 'UserError', code: 'not-writable', exit: 2 });
});

const systemError = (code: string, more = {}) => Object.assign(new Error(`${code}: oops`), { code, ...more });

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'not-writable'],
  ['EPERM', 'not-writable'],
  ['EROFS', 'not-writable'],
])('%s is %s', (code, expected) => {
  expect(explainFile(systemError(code), '/home/plan.json')).toMatchObject({
    code: expected,
    message: expect.stringMatching(/^\/home\/plan.json cannot be written/),
  });
});

test('a draft beside the file is called by the file’s name; anything else by its own', () => {
  const named = (path: string) => (explainFile(systemError('EACCES', { path }), '/home/plan.json') as Error).message;
  expect(named('/home/plan.json.123')).toMatch(/^\/home\/plan.json cannot/);
  expect(named('/home/other')).toMatch(/^\/home\/other cannot/);
});

test('what nobody can mend stays what it is', () => {
  const error = systemError('EBADF');
  expect(explainFile(error, '/home')).toBe(error);
});
