import { join } from 'node:path';
import { removeTree } from '../../system/files.ts';
import { pathKind } from '../../system/read.ts';
import { git } from './git.ts';
import type { Keeper } from './keeper.ts';
import type { Repository } from './repository.ts';

/** Fills a tree's submodules with their files, out of what the project's own folder has of them; deeper ones too. Resolves to their paths. */
export async function writeSubmodules(keeper: Keeper, tree: string, folder: string, { root, environment }: Repository): Promise<string[]> {
  const listed = [...(await keeper.listing(tree))].filter(([, { mode }]) => mode === '160000');
  for (const [path, { object }] of listed) await fill(join(root, path), object, join(folder, path), environment);
  return listed.map(([path]) => path);
}

/** One that was never fetched stays empty, as in a clone without it. */
async function fill(source: string, commit: string, folder: string, environment: Record<string, string>): Promise<void> {
  if ((await pathKind(join(source, '.git'))) === 'missing') return;
  const outside = { gitDir: join(source, '.git'), environment };
  const gitDir = await git({ ...outside, workTree: source }, ['rev-parse', '--absolute-git-dir']);
  const place = { gitDir, environment, workTree: folder, index: `${folder}.submodule-index` };
  if ((await git(place, ['cat-file', '-t', commit], { cwd: source, alsoFine: [128] })) !== 'commit') return;
  await git(place, ['read-tree', commit], { cwd: source });
  await git(place, ['checkout-index', '--all', '--force', '--quiet'], { cwd: folder });
  await removeTree(`${folder}.submodule-index`);
  const deeper = await git(place, ['ls-tree', '-r', '-z', commit], { cwd: source });
  for (const line of deeper.split('\0')) {
    const [, object = '', path = ''] = /^160000 \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
    if (path) await fill(join(source, path), object, join(folder, path), environment);
  }
}
