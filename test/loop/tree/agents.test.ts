import { execFileSync } from 'node:child_process';
import { chmodSync, ftruncateSync, openSync, closeSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeStubborn } from '../../../src/system/copy.ts';
import { type Bench, bench, fill } from '../repositories.ts';
import { type Round, round } from './round.ts';

let at: Bench;
let root: string;
beforeEach(() => {
  at = bench();
  root = at.repository({ web: 'one\n', 'app/main.js': 'x\n' });
});
afterEach(() => at.close());

/** Its project is as it was, whatever the agent did. */
function untouched(): void {
  expect(at.git(root, 'status', '--porcelain')).toBe('');
  expect(at.git(root, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  at.git(root, 'fsck', '--strict', '--no-dangling');
}

const git = (folder: string, ...args: string[]) => at.git(folder, ...args);
const agent = (work: (folder: string) => void): Promise<Round> => round(at, root, work);

describe('whatever an agent does to git, only its files are read', () => {
  test.each<[string, (folder: string) => void]>([
    ['deletes .git', (folder) => rmSync(join(folder, '.git'), { recursive: true })],
    [
      'makes .git a file',
      (folder) => (rmSync(join(folder, '.git'), { recursive: true }), writeFileSync(join(folder, '.git'), 'gitdir: /nowhere\n')),
    ],
    ['makes .git a link', (folder) => (rmSync(join(folder, '.git'), { recursive: true }), symlinkSync('/etc', join(folder, '.git')))],
    [
      'rewrites history',
      (folder) => git(folder, 'commit', '--quiet', '--amend', '--allow-empty', '--all', '--message', 'Nothing happened'),
    ],
    [
      'begins a new history',
      (folder) => (git(folder, 'checkout', '--quiet', '--orphan', 'fresh'), git(folder, 'commit', '--quiet', '--all', '--message', 'x')),
    ],
    ['switches branches', (folder) => git(folder, 'checkout', '--quiet', '-b', 'elsewhere')],
    [
      'hides a change from git',
      (folder) => (git(folder, 'update-index', '--assume-unchanged', 'web'), git(folder, 'update-index', '--skip-worktree', 'app/main.js')),
    ],
    ['stages something else', (folder) => git(folder, 'rm', '--quiet', '--cached', '-r', '.')],
    ['packs and prunes', (folder) => git(folder, 'gc', '--quiet', '--prune=now')],
    [
      'puts hooks and filters in',
      (folder) => {
        fill(folder, { '.git/hooks/post-checkout': { program: '#!/bin/sh\ntouch /tmp/never' } });
        git(folder, 'config', 'core.fsmonitor', 'touch /tmp/never');
        git(folder, 'config', 'filter.bad.clean', 'echo bad');
        fill(folder, { '.git/info/attributes': '* filter=bad\n' });
      },
    ],
    ['leaves a lock', (folder) => writeFileSync(join(folder, '.git', 'index.lock'), '')],
    ['is in the middle of a merge', (folder) => writeFileSync(join(folder, '.git', 'MERGE_HEAD'), 'x')],
  ])('%s', async (_, work) => {
    const seen = await agent((folder) => {
      fill(folder, { web: 'two\n' });
      work(folder);
    });
    expect(seen.changed()).toEqual(['M web']);
    untouched();
  });

  test('it has no remote to push to', async () => {
    await agent((folder) => expect(git(folder, 'remote')).toBe(''));
  });
});

describe('what cannot be taken is refused, and ends nothing', () => {
  test.each<[string, (folder: string) => void, string | RegExp]>([
    ['its folder is gone', (folder) => rmSync(folder, { recursive: true }), 'its worktree is gone'],
    ['its folder is a file', (folder) => (rmSync(folder, { recursive: true }), writeFileSync(folder, '')), 'its worktree is gone'],
    ['its folder is a link', (folder) => (rmSync(folder, { recursive: true }), symlinkSync('/etc', folder)), 'its worktree is gone'],
    [
      'a repository in it',
      (folder) => (mkdirSync(join(folder, 'new')), git(join(folder, 'new'), 'init', '--quiet')),
      'new/ is a repository of its own: its files would not be kept',
    ],
    [
      'a repository around files that were there',
      (folder) => {
        git(join(folder, 'app'), 'init', '--quiet');
        git(join(folder, 'app'), 'commit', '--quiet', '--allow-empty', '--message', 'x');
        fill(folder, { 'app/main.js': 'y\n' });
      },
      /a repository of its own/,
    ],
    [
      'a huge file',
      (folder) => {
        const file = openSync(join(folder, 'huge'), 'w');
        ftruncateSync(file, 60 * 1024 * 1024);
        closeSync(file);
      },
      'huge has 60 MiB: that is no source',
    ],
    [
      'many large files',
      (folder) => {
        for (let nth = 0; nth < 6; nth++) {
          const file = openSync(join(folder, `large${nth}`), 'w');
          ftruncateSync(file, 40 * 1024 * 1024);
          closeSync(file);
        }
      },
      'it left 240 MiB of new files: that is no source',
    ],
    [
      'a great many files',
      (folder) => {
        mkdirSync(join(folder, 'many'));
        for (let nth = 0; nth < 5001; nth++) writeFileSync(join(folder, 'many', String(nth)), '');
      },
      'it changed 5001 files: that is no source',
    ],
    [
      'a pipe in place of a file',
      (folder) => (rmSync(join(folder, 'web')), execFileSync('mkfifo', [join(folder, 'web')])),
      'web is no file that git can keep',
    ],
    [
      'an encoding that its file does not have',
      (folder) => fill(folder, { '.gitattributes': 'web working-tree-encoding=UTF-16\n', web: 'x' }),
      /^what it left cannot be taken: /,
    ],
    ['a folder called .GIT', (folder) => fill(folder, { 'sub/.GIT/config': 'x' }), /./],
  ])('%s', async (_, work, why) => {
    const { left } = await agent(work);
    expect(left).toEqual({ refused: typeof why === 'string' ? why : expect.stringMatching(why) });
    await removeStubborn(join(at.folder, 'run', 'worktree'));
    untouched();
  });

  test('what nobody may read, and folders that nobody may open: gone when the next try begins', async () => {
    await agent((folder) => {
      fill(folder, { 'shut/file': 'x', web: 'two\n' });
      chmodSync(join(folder, 'shut', 'file'), 0);
      chmodSync(join(folder, 'shut'), 0);
      chmodSync(join(folder, 'app'), 0o500);
    });
    const next = await agent((folder) => fill(folder, { web: 'three\n' }));
    expect(next.changed()).toEqual(['M web']);
  });
});
