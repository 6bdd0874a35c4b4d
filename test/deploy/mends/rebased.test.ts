import { expect, test } from 'vitest';
import { fillFolders } from '../../../src/deploy/mends/fill-folders.ts';
import { rebased } from '../../../src/deploy/mends/rebased.ts';
import type { Evidence } from '../../../src/diagnose/evidence.ts';

test('what was seen in a trial is told of the worktree: paths anywhere, in words and keys too', () => {
  const seen = {
    directory: '/trial/shop',
    project: { files: ['/trial/shop/compose.yaml', '/trial/common.yaml'], envFiles: [], profiles: [] },
    message: 'cannot read /trial/shop/compose.yaml: no such file',
    lines: { '/trial/shop/compose.yaml:4': 'x' },
    output: ['/trial/shopping/list stays'],
  } as unknown as Evidence;
  expect(rebased(seen, { worktree: '/work/tree', directory: '/work/tree/shop' })).toEqual({
    directory: '/work/tree/shop',
    project: { files: ['/work/tree/shop/compose.yaml', '/work/tree/common.yaml'], envFiles: [], profiles: [] },
    message: 'cannot read /work/tree/shop/compose.yaml: no such file',
    lines: { '/work/tree/shop/compose.yaml:4': 'x' },
    output: ['/work/tree/shopping/list stays'],
  });
  const top = { directory: '/trial', output: ['/trial/a', '/trials/b', '/trial'] } as unknown as Evidence;
  expect(rebased(top, { worktree: '/tree', directory: '/tree' })).toEqual({
    directory: '/tree',
    output: ['/tree/a', '/trials/b', '/tree'],
  });
});

test('a new folder gets a file, for git knows no empty one', () => {
  expect(fillFolders([{ change: 'folder', path: '/srv/data' }])).toEqual([
    { change: 'folder', path: '/srv/data' },
    { change: 'text', file: '/srv/data/.gitkeep', after: '' },
  ]);
});
