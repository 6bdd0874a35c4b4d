import { basename, join } from 'node:path';
import { removeStubborn } from '../system/copy.ts';
import { linksOf } from './guard/refusals.ts';
import { heldOf, type Judged, type JudgedCommit } from './judge.ts';
import type { Stop } from './limits.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import { copyInputs } from './tree/ignored-inputs.ts';
import { treeFrom } from './tree/tree.ts';
import { writeSubmodules } from './tree/submodules.ts';
import { waitFor } from './wait.ts';

/** Writes a commit out where no agent has a hand in it, and has it judged there; what the machine is to blame for is waited out. */
export async function lookAt(begun: Run, commit: string, iteration: number, tools: LoopTools): Promise<Looked> {
  const { keeper, repository, judge, patience, signal } = tools;
  // The folder's name is the project's, for Compose.
  const folder = join(tools.folder, 'trial', basename(repository.root));
  await keeper.writeOut(commit, folder, `${folder}.index`);
  await writeSubmodules(keeper, commit, folder, repository);
  await copyInputs(tools.inputs, repository.root, folder);
  tools.say({ event: 'judging', iteration });
  const judged: JudgedCommit = {
    ...{ commit, root: folder },
    subject: await keeper.subjectOf(commit),
    links: await linksOf(await treeFrom(keeper, commit)),
  };
  for (let run = begun; ;) {
    const seen = await judge.judge(join(folder, repository.below), iteration, judged);
    signal.throwIfAborted();
    if (!('postponed' in seen)) {
      patience.reset();
      tools.say({ event: 'judged', iteration, criteria: seen.criteria, held: heldOf(seen.criteria), of: seen.criteria.length });
      await removeStubborn(join(tools.folder, 'trial'));
      return { run, judged: seen };
    }
    const waited = await waitFor(run, seen.postponed, seen.retryAfterMs, tools);
    if (waited.stop) return { run: waited.run, stop: waited.stop };
    run = waited.run;
  }
}

export type Looked = { run: Run } & ({ judged: Judged } | { stop: Stop });
