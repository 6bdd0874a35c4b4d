import { join } from 'node:path';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import { showInputs } from './tree/ignored-inputs.ts';
import { whatIsLeft } from './tree/left.ts';
import { treeFrom } from './tree/tree.ts';
import { type Worktree, makeWorktree } from './tree/worktree.ts';

/** A fresh worktree for an agent, at a commit of the run's own repository; the folder's name is the project's. */
export async function openWorktree(run: Run, commit: string, project: string, tools: LoopTools): Promise<Worktree> {
  const { keeper, repository, agent, inputs } = tools;
  const folder = join(tools.folder, 'worktree', project);
  const branch = `portside/improve-${run.id.slice(0, 8)}`;
  const asked = { folder, commit, branch, whole: agent.isolate === true, inputs: inputs.map(({ path }) => path) };
  const worktree = await makeWorktree(keeper, asked, repository);
  await showInputs(inputs, repository.root, folder, tools.redact.text);
  return worktree;
}

/**
 * The files that an agent left so far in a fresh clone, before it is started in it once more: what it did to its git, and to files that agents are steered by, could
 * otherwise have something run on this machine. One that is shut in may keep all.
 */
export async function renewWorktree(run: Run, worktree: Worktree, project: string, tools: LoopTools): Promise<Worktree> {
  const { keeper, protect, agent } = tools;
  if (agent.isolate) return worktree;
  const left = await whatIsLeft(keeper, worktree);
  if ('refused' in left) return openWorktree(run, run.head, project, tools);
  const guarded = await protect(await treeFrom(keeper, run.base), await treeFrom(keeper, left.tree));
  if (guarded.refused) return openWorktree(run, run.head, project, tools);
  const tree = await keeper.withEntries(left.tree, guarded.entries, `${worktree.index}.guarded`);
  return openWorktree(run, await keeper.commit(tree, run.head, 'What was done so far\n'), project, tools);
}
