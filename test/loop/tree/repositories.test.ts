import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dirtyBase } from '../../../src/loop/tree/dirty-base.ts';
import { beginRepository, findRepository } from '../../../src/loop/tree/repository.ts';
import { writeSubmodules } from '../../../src/loop/tree/submodules.ts';
import { type Bench, bench, fill } from '../repositories.ts';
import { round } from './round.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const change = (folder: string) => fill(folder, { web: 'two\n' });

describe('repositories of all kinds', () => {
  test('with SHA-256, entries are put back and taken out too', async () => {
    const root = at.repository({ web: 'one\n', kept: 'x' }, ['--object-format=sha256']);
    const seen = await round(at, root, (folder) => fill(folder, { web: 'two\n', added: 'x' }));
    expect(seen.changed()).toEqual(['A added', 'M web']);
    const tree = 'tree' in seen.left ? seen.left.tree : '';
    const entries = new Map([
      ['added', null],
      ['web', { text: 'three\n', mode: '100755' }],
    ] as const);
    const guarded = await seen.keeper.withEntries(tree, entries, join(at.folder, 'run', 'guarded'));
    expect([...(await seen.keeper.listing(guarded))].map(([path, { mode }]) => `${mode} ${path}`)).toEqual(['100644 kept', '100755 web']);
  });

  test.each([true, false])('shallow (the agent gets all objects: %s)', async (whole) => {
    const origin = at.repository({ web: 'zero\n' }, [], 'origin');
    fill(origin, { web: 'one\n' });
    at.git(origin, 'commit', '--quiet', '--all', '--message', 'Second');
    at.git(at.folder, 'clone', '--quiet', '--depth=1', `file://${origin}`, 'shallow');
    const seen = await round(at, join(at.folder, 'shallow'), change, { whole });
    expect(seen.changed()).toEqual(['M web']);
    expect(at.git(seen.worktree, 'log', '--oneline').split('\n')).toHaveLength(1);
    expect(at.git(seen.worktree, 'status', '--porcelain')).toBe('M web');
  });

  test('a clone that shares its objects with another', async () => {
    at.repository({ web: 'one\n' }, [], 'origin');
    at.git(at.folder, 'clone', '--quiet', '--shared', 'origin', 'sharing');
    expect((await round(at, join(at.folder, 'sharing'), change)).changed()).toEqual(['M web']);
  });

  test('one without the objects that it did not need', async () => {
    const origin = at.repository({ web: 'zero\n' }, [], 'origin');
    at.git(origin, 'config', 'uploadpack.allowFilter', 'true');
    fill(origin, { web: 'one\n' });
    at.git(origin, 'commit', '--quiet', '--all', '--message', 'Second');
    at.git(at.folder, 'clone', '--quiet', '--filter=blob:none', `file://${origin}`, 'partial');
    expect((await round(at, join(at.folder, 'partial'), change)).changed()).toEqual(['M web']);
  });

  test('a worktree of another repository, and a repository whose git directory lies elsewhere', async () => {
    const main = at.repository({ web: 'one\n' }, [], 'main');
    at.git(main, 'worktree', 'add', '--quiet', '-b', 'feature', '../linked');
    fill(join(at.folder, 'linked'), { web: 'feature\n' });
    at.git(join(at.folder, 'linked'), 'commit', '--quiet', '--all', '--message', 'Feature');
    const seen = await round(at, join(at.folder, 'linked'), (folder) =>
      expect(readFileSync(join(folder, 'web'), 'utf8')).toBe('feature\n'),
    );
    expect(seen.changed()).toEqual([]);
    const apart = at.repository({ web: 'one\n' }, [`--separate-git-dir=${at.folder}/elsewhere.git`], 'apart');
    expect((await findRepository(apart, at.environment)).commonDir).toBe(join(at.folder, 'elsewhere.git'));
  });

  test('a detached HEAD, packed branches, and a project far below the root', async () => {
    const root = at.repository({ 'apps/shop/web': 'one\n', web: 'x' });
    at.git(root, 'gc', '--quiet');
    at.git(root, 'checkout', '--quiet', '--detach');
    const { below, root: found } = await findRepository(join(root, 'apps', 'shop'), at.environment);
    expect([below, found]).toEqual(['apps/shop', realpathSync(root)]);
    const seen = await round(at, join(root, 'apps', 'shop'), (folder) => fill(folder, { 'apps/shop/web': 'two\n', web: 'y' }));
    expect(seen.changed()).toEqual(['M apps/shop/web', 'M web']);
    expect(await seen.keeper.diff(seen.base, await seen.commit(), 'apps/shop')).toMatch(/^diff --git a\/web b\/web\n/);
  });

  test('called from a hook of git, it is not the hook’s repository that is meant', async () => {
    const root = at.repository({ web: 'one\n' });
    const other = at.repository({ other: 'x' }, [], 'other');
    at.environment['GIT_DIR'] = join(other, '.git');
    at.environment['GIT_INDEX_FILE'] = join(other, '.git', 'index');
    at.environment['GIT_WORK_TREE'] = other;
    expect((await findRepository(root, at.environment)).root).toBe(root);
  });
});

describe('settings of the user', () => {
  test.each([
    ['[clone]\n\tdefaultRemoteName = upstream'],
    ['[protocol "file"]\n\tallow = never'],
    ['[core]\n\tautocrlf = true\n\tsafecrlf = true'],
    ['[core]\n\tautocrlf = input\n\tsafecrlf = true'],
    ['[core]\n\tfsmonitor = /no/such\n\thooksPath = /no/such\n\tsparseCheckout = true\n\tuntrackedCache = true'],
    ['[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /no/such\n[log]\n\tshowSignature = true'],
    ['[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true'],
    [
      '[diff]\n\tnoprefix = true\n\texternal = /no/such\n\tmnemonicPrefix = true\n\trenames = copies\n\tsubmodule = log\n[color]\n\tui = always',
    ],
    ['[init]\n\tdefaultBranch = portside\n\ttemplateDir = /no/such'],
    ['[core]\n\tpager = /no/such\n[column]\n\tui = always\n[status]\n\trelativePaths = false\n\tshowUntrackedFiles = no'],
  ])('%j change nothing', async (lines) => {
    const root = at.repository({ web: 'one\n', 'win.txt': 'a\r\nb\r\n' });
    at.configure(lines);
    const seen = await round(at, root, (folder) => fill(folder, { web: 'two\n', 'new.txt': 'a\nb\n' }));
    expect(seen.changed()).toEqual(['A new.txt', 'M web']);
    const { files, stat } = await seen.keeper.changes(seen.base, await seen.commit());
    expect([files, stat]).toEqual([['new.txt', 'web'], '2 files changed, 3 insertions(+), 1 deletion(-)']);
    expect(await seen.keeper.diff(seen.base, await seen.commit())).toMatch(/^diff --git a\/new.txt b\/new.txt\n/);
  });

  test('what the repository itself says of line ends and filters holds where it is judged too', async () => {
    const root = at.repository({ web: 'one\n' });
    fill(root, { '.git/info/attributes': '*.txt text eol=crlf\n*.up filter=upper\n' });
    at.git(root, 'config', 'filter.upper.smudge', 'tr a-z A-Z');
    at.git(root, 'config', 'filter.upper.clean', 'tr A-Z a-z');
    fill(root, { 'a.txt': 'x\r\n', 'a.up': 'ABC\n' });
    at.git(root, 'add', '--all');
    at.git(root, 'commit', '--quiet', '--message', 'Filtered');
    expect(at.git(root, 'show', 'HEAD:a.up')).toBe('abc');
    const seen = await round(at, root, (folder) => {
      expect(readFileSync(join(folder, 'a.up'), 'utf8')).toBe('ABC\n');
      fill(folder, { 'b.up': 'NEW\n' });
    });
    expect(seen.changed()).toEqual(['A b.up']);
    const trial = await seen.written();
    expect([readFileSync(join(trial, 'a.txt'), 'utf8'), readFileSync(join(trial, 'b.up'), 'utf8')]).toEqual(['x\r\n', 'NEW\n']);
  });
});

describe('submodules', () => {
  function withSubmodule(): string {
    at.repository({ lib: 'one\n' }, [], 'library');
    const root = at.repository({ web: 'one\n' });
    at.git(root, 'submodule', '--quiet', 'add', join(at.folder, 'library'), 'vendor/my lib');
    at.git(root, 'commit', '--quiet', '--message', 'A library');
    return root;
  }

  test('with their files: an agent has them and what it does to them does not count', async () => {
    const root = withSubmodule();
    const seen = await round(at, root, (folder) => {
      expect(readFileSync(join(folder, 'vendor/my lib/lib'), 'utf8')).toBe('one\n');
      fill(folder, { 'vendor/my lib/lib': 'two\n', 'vendor/my lib/new': 'x', web: 'two\n' });
    });
    expect(seen.changed()).toEqual(['M web']);
    const trial = await seen.written();
    await writeSubmodules(seen.keeper, await seen.commit(), trial, seen.repository);
    expect(readFileSync(join(trial, 'vendor/my lib/lib'), 'utf8')).toBe('one\n');
    expect(existsSync(join(trial, 'vendor/my lib.submodule-index'))).toBe(false);
  });

  test('without them: the folder is empty, and stays known', async () => {
    withSubmodule();
    at.git(at.folder, 'clone', '--quiet', 'project', 'bare of them');
    const root = join(at.folder, 'bare of them');
    const seen = await round(at, root, (folder) => fill(folder, { web: 'two\n' }));
    expect(seen.changed()).toEqual(['M web']);
    fill(root, { web: 'dirty\n' });
    const dirty = await round(at, root, () => undefined, {
      commit: (keeper, repository) => dirtyBase(keeper, repository, join(at.folder, 'run')),
    });
    expect(at.git(dirty.keeper.gitDir, 'ls-tree', '-r', '--name-only', dirty.base)).toBe('.gitmodules\nvendor/my lib\nweb');
  });
});

describe('what is changed and not committed', () => {
  test('is taken along as it is: new, gone, staged or not, known though ignored; and the index stays as it was', async () => {
    const root = at.repository({ web: 'one\n', gone: 'x', '.gitignore': '*.log\n' });
    fill(root, { 'known.log': 'one' });
    at.git(root, 'add', '--force', 'known.log');
    at.git(root, 'commit', '--quiet', '--message', 'A log');
    fill(root, { web: 'two\n', new: 'x', 'known.log': 'two', 'other.log': 'x', staged: 'x' });
    at.git(root, 'rm', '--quiet', 'gone');
    at.git(root, 'add', 'staged');
    const before = at.git(root, 'status', '--porcelain');
    const seen = await round(at, root, () => undefined, {
      commit: (keeper, repository) => dirtyBase(keeper, repository, join(at.folder, 'run')),
    });
    expect(at.git(seen.keeper.gitDir, 'ls-tree', '-r', '--name-only', seen.base).split('\n')).toEqual([
      '.gitignore',
      'known.log',
      'new',
      'staged',
      'web',
    ]);
    expect(readFileSync(join(seen.worktree, 'known.log'), 'utf8')).toBe('two');
    expect(seen.changed()).toEqual([]);
    expect(at.git(root, 'status', '--porcelain')).toBe(before);
  });
});

describe('no repository yet', () => {
  test('one is made with all that is in it but secrets and what is installed', async () => {
    const folder = join(at.folder, 'fresh');
    fill(folder, {
      'compose.yaml': 'x',
      '.env': 'KEY=hunter2',
      '.env.example': 'KEY=',
      'app/.env.local': 'x',
      'node_modules/a/index.js': 'x',
    });
    await expect(findRepository(folder, at.environment)).rejects.toMatchObject({ code: 'no-repository', exit: 2 });
    await beginRepository(folder, at.environment);
    expect(at.git(folder, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toEqual(['.env.example', 'compose.yaml']);
    expect(at.git(folder, 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(folder, '.git/config'), 'utf8')).not.toContain('worktree');
  });

  test('one without a commit is named, and gets its first', async () => {
    const root = join(at.folder, 'fresh');
    fill(root, { 'shop/compose.yaml': 'x' });
    at.git(root, 'init', '--quiet');
    await expect(findRepository(join(root, 'shop'), at.environment)).rejects.toMatchObject({ code: 'no-commit', exit: 2 });
    await beginRepository(join(root, 'shop'), at.environment);
    expect(existsSync(join(root, 'shop', '.git'))).toBe(false);
    expect((await findRepository(join(root, 'shop'), at.environment)).below).toBe('shop');
  });

  test('without a name to commit by', async () => {
    const folder = join(at.folder, 'fresh');
    fill(folder, { 'compose.yaml': 'x' });
    writeFileSync(at.environment['GIT_CONFIG_GLOBAL'] ?? '', '[user]\n\tuseConfigOnly = true\n');
    await beginRepository(folder, at.environment);
    expect(at.git(folder, 'log', '--format=%an %s')).toBe('Portside As it was');
  });

  test('a bare one, and one whose git directory is broken', async () => {
    at.git(at.folder, 'init', '--quiet', '--bare', 'bare.git');
    await expect(findRepository(join(at.folder, 'bare.git'), at.environment)).rejects.toMatchObject({ exit: 2 });
    fill(join(at.folder, 'broken'), { '.git': 'gitdir: /no/such\n', 'compose.yaml': '' });
    await expect(findRepository(join(at.folder, 'broken'), at.environment)).rejects.toMatchObject({ exit: 2 });
  });
});
