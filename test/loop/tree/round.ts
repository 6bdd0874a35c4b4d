import { join } from 'node:path';
import { type Left, whatIsLeft } from '../../../src/loop/tree/left.ts';
import type { Keeper } from '../../../src/loop/tree/keeper.ts';
import { type Repository } from '../../../src/loop/tree/repository.ts';
import { makeWorktree } from '../../../src/loop/tree/worktree.ts';
import { type Bench, keeperOn } from '../repositories.ts';

/** An agent's folder once it is done with it, and where its work would be judged. */
export interface Round {
  left: Left;
  keeper: Keeper;
  repository: Repository;
  base: string;
  worktree: string;
  /** What it changed against the base, as `A path`, `M path`, `D path`, `T path`. */
  changed(): string[];
  /** Its tree, written out. */
  written(): Promise<string>;
  commit(): Promise<string>;
}

/** Gives an agent a folder of this project, and takes what it left. */
export async function round(
  at: Bench,
  root: string,
  agent: (folder: string) => void,
  options: { whole?: boolean; commit?: (keeper: Keeper, repository: Repository) => Promise<string>; inputs?: string[] } = {},
): Promise<Round> {
  const { repository, keeper } = await keeperOn(at, root);
  const base = (await options.commit?.(keeper, repository)) ?? repository.head;
  const folder = join(at.folder, 'run', 'worktree', 'project');
  const worktree = await makeWorktree(
    keeper,
    { folder, commit: base, branch: 'portside/improve-0f9a3b1c', whole: options.whole ?? false, inputs: options.inputs ?? [] },
    repository,
  );
  agent(folder);
  const left = await whatIsLeft(keeper, worktree);
  const tree = 'tree' in left ? left.tree : '';
  return {
    ...{ left, keeper, repository, base, worktree: folder },
    changed: () =>
      at
        .git(keeper.gitDir, 'diff-tree', '-r', '-z', '--name-status', '--no-renames', base, tree)
        .split('\0')
        .filter(Boolean)
        .reduce<string[]>(
          (lines, word, index) => (index % 2 === 0 ? [...lines, word] : [...lines.slice(0, -1), `${lines.at(-1)} ${word}`]),
          [],
        ),
    async written() {
      const trial = join(at.folder, 'run', 'trial', 'project');
      await keeper.writeOut(tree, trial, `${trial}.index`);
      return trial;
    },
    commit: () => keeper.commit(tree, base, 'An agent was here\n'),
  };
}
