import { join } from 'node:path';
import type { Assignment } from '../agents/backend.ts';
import type { Evidence } from '../contract/improve.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../system/files.ts';
import { promptOf } from './prompt.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import type { Worktree } from './tree/worktree.ts';
import { withoutControls } from './without-controls.ts';

/** How what was kept last stands, and what is remembered of such failures. */
export async function evidenceFor(run: Run, { recollection }: LoopTools): Promise<Evidence> {
  const judged = run.headJudged ?? run.baseJudged;
  const evidence: Evidence = {
    ...(judged?.evidence ?? { findings: [], logs: [] }),
    ...{ criteria: judged?.criteria ?? [], tried: run.tries, remembered: [] },
  };
  const signature = recollection.signatureOf(evidence);
  return signature ? { ...evidence, remembered: await recollection.recall(signature) } : evidence;
}

/** All that an agent is told and given for one try; its prompt lies in a file of the run's, too. */
export async function assignmentOf(
  run: Run,
  evidence: Evidence,
  { folder }: Worktree,
  project: string,
  tools: LoopTools,
): Promise<Assignment> {
  const { repository, agent, limits, signal } = tools;
  const directory = join(folder, repository.below);
  const prompt = promptFor(run, evidence, { project, directory }, tools);
  const promptFile = join(tools.folder, 'prompts', `${run.iteration}.md`);
  await ensurePrivateDirectory(join(tools.folder, 'prompts'));
  await writePrivateCopies([{ path: promptFile, text: prompt }]);
  const left = limits.timeMs === undefined ? agent.tryMs : Math.max(1, limits.timeMs - run.spentMs - tools.usedMs());
  return {
    ...{ prompt, promptFile, worktree: folder, directory, iteration: run.iteration },
    ...{ environment: agent.environment, evidence, signal, quietMs: agent.quietMs, timeoutMs: Math.min(agent.tryMs, left) },
    ...(agent.model ? { model: agent.model } : {}),
    budget: {
      ...(limits.tokens === undefined ? {} : { tokens: Math.max(0, limits.tokens - run.tokens) }),
      ...(limits.dollars === undefined ? {} : { dollars: Math.max(0, limits.dollars - (run.dollars ?? 0)) }),
    },
    listen: (seen) => tools.say({ event: 'agent', seen }),
  };
}

/** What the agent is told in this iteration, without secrets. */
function promptFor(run: Run, evidence: Evidence, where: { project: string; directory: string }, { redact, agent }: LoopTools): string {
  const asking = { ...where, iteration: run.iteration, evidence, kept: agent.kept, ...(run.goal ? { goal: run.goal } : {}) };
  return withoutControls(redact.text(promptOf(asking)));
}
