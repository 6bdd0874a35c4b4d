import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../portside', import.meta.url));
let folder: string;
let copy: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launcher '));
  copy = join(folder, 'portside');
  await copyFile(launcher, copy);
  await mkdir(join(folder, 'dist'));
  await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true });
  await writeFile(join(folder, 'dist', 'main.js'), 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;');
  await symlink(process.execPath, join(folder, 'node_modules', '.bin', 'node'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('runs what was built', () => {
  test('with every word as it was typed, and its exit code', async () => {
    expect(await launch(copy, ['up', 'a b', '', '$x', '--', '-q'])).toEqual({
      exit: 3,
      stdout: '["up","a b","","$x","--","-q"]\n',
      stderr: '',
    });
  });

  test('from any folder, through any number of links', async () => {
    await mkdir(join(folder, 'bin'));
    await symlink('../portside', join(folder, 'bin', 'first'));
    await symlink(join(folder, 'bin', 'first'), join(folder, 'bin', 'second'));
    expect((await launch('bin/second', [], { cwd: folder })).exit).toBe(3);
    expect((await launch('./portside', [], { cwd: folder })).exit).toBe(3);
    expect((await launch('second', [], { path: `${join(folder, 'bin')}:/usr/bin:/bin`, cwd: '/' })).exit).toBe(3);
  });
});

describe("the machine's own Node, where the project brings none", () => {
  beforeEach(() => rm(join(folder, 'node_modules', '.bin', 'node')));

  test.each([
    ['v22.12.0', 3],
    ['v24.0.0', 3],
    ['v22.11.0', 2],
    ['v20.19.0', 2],
  ])('%s', async (version, exit) => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'node'), `#!/bin/sh\n[ "$1" = --version ] && echo ${version} && exit\nexec '${process.execPath}' "$@"\n`);
    await chmod(join(bin, 'node'), 0o755);
    expect((await launch(copy, [], { path: `${bin}:/usr/bin:/bin` })).exit).toBe(exit);
  });
});

test.each(['dist', 'node_modules'])('without %s it says what to do', async (missing) => {
  await rm(join(folder, missing), { recursive: true });
  const { exit, stderr } = await launch(copy, ['up']);
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^portside: .*; run script\/setup first\n$/);
});

interface Launched {
  exit: number;
  stdout: string;
  stderr: string;
}

function launch(command: string, argv: string[], { cwd = '/', path = process.env['PATH'] ?? '' } = {}): Promise<Launched> {
  return new Promise((resolve) => {
    const child = execFile(command, argv, { cwd, env: { PATH: path } }, (_error, stdout, stderr) => {
      resolve({ exit: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
