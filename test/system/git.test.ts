import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCheckedOut, readGitHead } from '../../src/system/git.ts';
import { run } from '../../src/system/process.ts';

async function repository(): Promise<{ directory: string; git: (...args: string[]) => Promise<string> }> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'portside-git-')));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const env = { PATH: process.env['PATH'], HOME: directory, GIT_CONFIG_NOSYSTEM: '1' };
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
    return (await run(['git', ...identity, ...args], { cwd: join(directory, 'main'), env })).stdout.trim();
  };
  await mkdir(join(directory, 'main'));
  await git('init', '--initial-branch', 'feature/one');
  await git('commit', '--allow-empty', '--message', 'first');
  return { directory, git };
}

test('a branch is read, from any folder below, before the first commit too', async () => {
  const { directory } = await repository();
  await mkdir(join(directory, 'main/a/b'), { recursive: true });
  expect(await readGitHead(join(directory, 'main/a/b'))).toEqual({ branch: 'feature/one' });
});

test('a detached HEAD is its commit', async () => {
  const { directory, git } = await repository();
  await git('checkout', '--detach');
  expect(await readGitHead(join(directory, 'main'))).toEqual({ commit: await git('rev-parse', 'HEAD') });
});

test('a linked worktree has its own branch, and a name', async () => {
  const { directory, git } = await repository();
  await git('worktree', 'add', '-b', 'two', join(directory, 'second'));
  await git('worktree', 'add', '--detach', join(directory, 'third'));
  expect(await readGitHead(join(directory, 'second'))).toEqual({ branch: 'two', worktree: 'second' });
  expect(await readGitHead(join(directory, 'third'))).toEqual({ commit: await git('rev-parse', 'HEAD'), worktree: 'third' });
});

test('outside a repository there is no HEAD, and a broken .git is none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'portside-git-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  expect(await readGitHead(directory)).toBeUndefined();
  await writeFile(join(directory, '.git'), 'nonsense');
  expect(await readGitHead(directory)).toBeUndefined();
});

test('what is checked out, and whether files that git knows were changed since', async () => {
  const { directory, git } = await repository();
  const main = join(directory, 'main');
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory };
  await writeFile(join(main, 'compose.yaml'), 'services: {}\n');
  await git('add', '.');
  await git('commit', '--message', 'Wait for redis\n\nand more');
  const commit = await git('rev-parse', 'HEAD');
  await writeFile(join(main, 'untracked'), '');
  expect(await readCheckedOut(main, env)).toEqual({ commit, subject: 'Wait for redis', dirty: false });
  await writeFile(join(main, 'compose.yaml'), 'services: { web: {} }\n');
  expect(await readCheckedOut(main, env)).toEqual({ commit, subject: 'Wait for redis', dirty: true });
});

test('from a hook of another repository it is still that of the folder', async () => {
  const { directory, git } = await repository();
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory, GIT_DIR: join(directory, 'nowhere'), GIT_INDEX_FILE: 'nowhere' };
  expect(await readCheckedOut(join(directory, 'main'), env)).toMatchObject({ commit: await git('rev-parse', 'HEAD') });
});

test('without a repository, a commit or git there is none', async () => {
  const { directory } = await repository();
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory };
  expect(await readCheckedOut(directory, env)).toBeUndefined();
  await run(['git', 'init', join(directory, 'empty')], { env });
  expect(await readCheckedOut(join(directory, 'empty'), env)).toBeUndefined();
  expect(await readCheckedOut(join(directory, 'main'), { PATH: directory })).toBeUndefined();
  expect(await readCheckedOut(join(directory, 'gone'), env)).toBeUndefined();
});
