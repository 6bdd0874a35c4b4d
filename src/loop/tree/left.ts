import { join } from 'node:path';
import { lookAtEntry } from '../../system/copy.ts';
import { git } from './git.ts';
import type { Keeper } from './keeper.ts';
import type { Worktree } from './worktree.ts';

/** What an agent left, as a tree; or why it cannot be taken. */
export type Left = { tree: string } | { refused: string };

const largest = 50 * 1024 * 1024;

/** Reads what is in a worktree now, by an index and a repository that the agent had no hand in. */
export async function whatIsLeft(keeper: Keeper, { folder, index, except }: Worktree): Promise<Left> {
  if ((await lookAtEntry(folder))?.kind !== 'folder') return { refused: 'its worktree is gone' };
  const seen = { ...keeper.place, workTree: folder, index };
  const changed = (await git(seen, ['ls-files', '--others', '--modified', '--exclude-standard', '-z'])).split('\0').filter(Boolean);
  const nested = changed.find((path) => path.endsWith('/') && !except.includes(path.slice(0, -1)));
  if (nested) return { refused: `${nested} is a repository of its own: its files would not be kept` };
  for (const path of changed) {
    const entry = await lookAtEntry(join(folder, path));
    if (entry && entry.bytes > largest) return { refused: `${path} has ${Math.round(entry.bytes / 1024 / 1024)} MiB: that is no source` };
    if (entry && entry.kind === 'other') return { refused: `${path} is no file that git can keep` };
  }
  try {
    return { tree: await keeper.treeOf(folder, index, except) };
  } catch (error) {
    if (error instanceof Error && /permission denied/i.test(error.message))
      return { refused: `what it left cannot be read: ${error.message}` };
    throw error;
  }
}
