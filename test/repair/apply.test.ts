import { chmod, lstat, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Repair } from '../../src/deploy/model/repair.ts';
import { applyChanges } from '../../src/repair/apply.ts';
import { patchOf } from '../../src/repair/patch.ts';
import { readProject } from '../../src/repair/read-project.ts';
import { repairTexts } from '../../src/repair/repair-texts.ts';

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'portside-repair-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function repair(directory: string, repairs: Repair[]) {
  const compose = [{ file: join(directory, 'compose.yaml'), role: 'main' as const, shell: {}, envFiles: {} }];
  const project = await readProject({ directory, compose, envFiles: [] }, repairs);
  const repaired = repairTexts(project, repairs);
  return { ...repaired, apply: () => applyChanges(repaired.changes), patch: patchOf(repaired.changes, directory) };
}

const init: Repair = [{ edit: 'set', path: ['services', 'web', 'init'], value: true }];
const compose = 'services:\n  web:\n    image: a\n';

test('a file keeps its mode', async () => {
  const directory = await folder();
  await writeFile(join(directory, 'compose.yaml'), compose);
  await chmod(join(directory, 'compose.yaml'), 0o640);
  await (await repair(directory, [init])).apply();
  expect((await stat(join(directory, 'compose.yaml'))).mode & 0o777).toBe(0o640);
  expect(await readFile(join(directory, 'compose.yaml'), 'utf8')).toBe(`${compose}    init: true\n`);
});

test('a link stays a link, and what it leads to is changed', async () => {
  const directory = await folder();
  await mkdir(join(directory, 'deploy'));
  await writeFile(join(directory, 'deploy/compose.yaml'), compose);
  await symlink('deploy/compose.yaml', join(directory, 'compose.yaml'));
  await (await repair(directory, [init])).apply();
  expect(await readlink(join(directory, 'compose.yaml'))).toBe('deploy/compose.yaml');
  expect(await readFile(join(directory, 'deploy/compose.yaml'), 'utf8')).toContain('init: true');
});

test('a link that leads out of the project is not followed', async () => {
  const [directory, elsewhere] = [await folder(), await folder()];
  await writeFile(join(elsewhere, 'run.sh'), 'a\r\n');
  await symlink(join(elsewhere, 'run.sh'), join(directory, 'run.sh'));
  const { changes, refused } = await repair(directory, [[{ edit: 'unix-line-ends', file: 'run.sh' }]]);
  expect([changes, refused.length]).toEqual([[], 1]);
});

test('a file that is no UTF-8 is left alone: it would not come back as it was', async () => {
  const directory = await folder();
  await writeFile(join(directory, 'run.sh'), Buffer.from('# caf\xe9\r\n', 'latin1'));
  expect((await repair(directory, [[{ edit: 'unix-line-ends', file: 'run.sh' }]])).refused).toHaveLength(1);
});

test('a script that may be run, a folder, a copy', async () => {
  const directory = await folder();
  await writeFile(join(directory, 'run.sh'), '#!/bin/sh\r\n');
  await writeFile(join(directory, '.env.example'), 'A=1\n');
  const { apply, patch } = await repair(directory, [
    [
      { edit: 'unix-line-ends', file: 'run.sh' },
      { edit: 'make-executable', file: 'run.sh' },
    ],
    [{ edit: 'make-folder', path: 'data/cache' }],
    [{ edit: 'copy-file', from: '.env.example', to: '.env' }],
  ]);
  expect(patch).toContain('new mode 100755');
  expect(patch).toContain('new folder data/cache/');
  await apply();
  expect(await readFile(join(directory, 'run.sh'), 'utf8')).toBe('#!/bin/sh\n');
  expect((await stat(join(directory, 'run.sh'))).mode & 0o111).toBe(0o111);
  expect((await lstat(join(directory, 'data/cache'))).isDirectory()).toBe(true);
  expect(await readFile(join(directory, '.env'), 'utf8')).toBe('A=1\n');
});

test('where one file has become another one meanwhile, none is written', async () => {
  const directory = await folder();
  await writeFile(join(directory, 'compose.yaml'), compose);
  const { apply } = await repair(directory, [[{ edit: 'make-folder', path: 'data' }], init]);
  await writeFile(join(directory, 'compose.yaml'), `${compose}# mine\n`);
  await expect(apply()).rejects.toMatchObject({ code: 'changed-meanwhile' });
  expect(await readFile(join(directory, 'compose.yaml'), 'utf8')).toBe(`${compose}# mine\n`);
  await expect(lstat(join(directory, 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
});
