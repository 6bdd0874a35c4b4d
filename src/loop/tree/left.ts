import { join } from 'node:path';
import { UserError } from '../../contract/user-error.ts';
import { lookAtEntry } from '../../system/copy.ts';
import { pathKind } from '../../system/read.ts';
import { git } from './git.ts';
import type { Keeper } from './keeper.ts';
import type { Worktree } from './worktree.ts';

/** What an agent left, as a tree; or why it cannot be taken. */
export type Left = { tree: string } | { refused: string };

const mebibyte = 1024 * 1024;
const largest = 50 * mebibyte;
const mostBytes = 200 * mebibyte;
const mostFiles = 5000;

/** Reads what is in a worktree now, by an index and a repository that the agent had no hand in. */
export async function whatIsLeft(keeper: Keeper, worktree: Worktree): Promise<Left> {
  const { folder, index, except, inputs } = worktree;
  if ((await lookAtEntry(folder))?.kind !== 'folder') return { refused: 'its worktree is gone' };
  try {
    const listed = await changedIn(keeper, worktree);
    const refused = await unfit(
      listed.filter((path) => !inputs.includes(path)),
      worktree,
    );
    if (refused !== undefined) return { refused };
    // Git will not be told to leave out what it ignores anyway.
    const noLongerIgnored = inputs.filter((path) => listed.includes(path));
    return { tree: await keeper.treeOf(folder, index, [...except, ...noLongerIgnored]) };
  } catch (error) {
    // Such as a file that git may not read, or that is not encoded as the agent said: its own doing, and no end of the run.
    if (error instanceof UserError && error.code === 'git-failed') return { refused: `what it left cannot be taken: ${error.message}` };
    throw error;
  }
}

async function changedIn({ place }: Keeper, { folder, index, except }: Worktree): Promise<string[]> {
  const listed = await git({ ...place, workTree: folder, index }, ['ls-files', '--others', '--modified', '--exclude-standard', '-z']);
  const changed = new Set(listed.split('\0').filter(Boolean));
  return [...changed].filter((path) => !except.includes(path.replace(/\/$/, '')));
}

/** Why what was changed is nothing that can be kept; undefined where it is. */
async function unfit(changed: readonly string[], { folder }: Worktree): Promise<string | undefined> {
  if (changed.length > mostFiles) return `it changed ${changed.length} files: that is no source`;
  let bytes = 0;
  const looked = new Set<string>();
  for (const path of changed) {
    if (path.includes('\uFFFD')) return `${path} is no name in UTF-8`;
    const nested = path.endsWith('/') ? path : await repositoryAround(path, folder, looked);
    if (nested) return `${nested} is a repository of its own: its files would not be kept`;
    const entry = await lookAtEntry(join(folder, path));
    if (entry?.kind === 'other') return `${path} is no file that git can keep`;
    if (entry && entry.bytes > largest) return `${path} has ${Math.round(entry.bytes / mebibyte)} MiB: that is no source`;
    bytes += entry?.bytes ?? 0;
  }
  return bytes > mostBytes ? `it left ${Math.round(bytes / mebibyte)} MiB of new files: that is no source` : undefined;
}

/** Git takes files below a foreign `.git` where it knew them before, and others not. */
async function repositoryAround(path: string, folder: string, looked: Set<string>): Promise<string | undefined> {
  const parts = path.split('/').slice(0, -1);
  for (let depth = parts.length; depth > 0; depth--) {
    const above = parts.slice(0, depth).join('/');
    if (looked.has(above)) return undefined;
    looked.add(above);
    if ((await pathKind(join(folder, above, '.git'))) !== 'missing') return `${above}/`;
  }
  return undefined;
}
