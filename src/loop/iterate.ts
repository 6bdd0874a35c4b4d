import type { AgentReport, Assignment } from '../agents/backend.ts';
import type { Evidence } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';
import { removeStubborn } from '../system/copy.ts';
import { assignmentOf, evidenceFor } from './ask.ts';
import { heldOf } from './judge.ts';
import { type Stop, mostIterations } from './limits.ts';
import { openWorktree, renewWorktree } from './open-worktree.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import type { Worktree } from './tree/worktree.ts';
import { waitFor } from './wait.ts';
import { type Weight, weigh } from './weigh.ts';
import { work } from './work.ts';

/** One try: the agent works, what it left is judged, and kept or not. Throws the signal's reason where the run is stopped. */
export async function iterate(begun: Run, project: string, tools: LoopTools): Promise<{ run: Run; stop?: Stop }> {
  const { backend, clock, agent, limits } = tools;
  const { iteration } = begun;
  const most = mostIterations(limits.limit, begun.tries, heldOf(begun.baseJudged?.criteria ?? []));
  tools.say({
    event: 'iteration',
    iteration,
    agent: backend.name,
    ...(most === undefined ? {} : { most }),
    ...(agent.attach ? { attach: agent.attach } : {}),
  });
  const since = clock.monotonic();
  const evidence = await evidenceFor(begun, tools);
  const worktree = await openWorktree(begun, begun.head, project, tools);
  const asked = await assignmentOf(begun, evidence, worktree, project, tools);
  const came = await workAndWeigh(begun, { asked, worktree, evidence, project }, tools);
  if ('stop' in came) return came;
  const { report, weighed } = came;
  const before = { tokens: begun.tokens, dollars: begun.dollars ?? 0 };
  const costs = (run: Run) => ({
    tokens: run.tokens - before.tokens,
    ...(run.dollars === undefined ? {} : { dollars: run.dollars - before.dollars }),
    seconds: Math.round((clock.monotonic() - since) / 100) / 10,
  });
  await removeStubborn(worktree.folder);
  const { run, kept } = weighed;
  const tried: Try = tools.redact.deep({ iteration, agent: backend.name, outcome: report.outcome.kind, ...weighed.seen, ...costs(run) });
  tools.say({ event: 'try', try: tried });
  const next = { ...run, ...kept, iteration: iteration + 1, tries: [...run.tries, tried] };
  await tools.save(next);
  return { run: next };
}

type Stopped = { run: Run; stop: Stop };
type CameTo = { report: AgentReport; weighed: Weight } | Stopped;

/** So often an agent that changed nothing, and spoke of its provider, is asked again: then its words were of something else. */
const mostDoubts = 5;

interface Attempt {
  asked: Assignment;
  worktree: Worktree;
  evidence: Evidence;
  project: string;
}

async function workAndWeigh(begun: Run, { asked, worktree: first, evidence, project }: Attempt, tools: LoopTools): Promise<CameTo> {
  let run = begun;
  let worktree = first;
  const renew = async () => {
    worktree = await renewWorktree(run, worktree, project, tools);
  };
  for (let doubts = 0; ; doubts++) {
    const worked = await work(run, asked, tools, renew);
    if ('stop' in worked) return worked;
    const { report } = worked;
    const weighed = await weigh(worked.run, report, worktree, evidence, tools);
    if ('stop' in weighed) return weighed;
    const doubt = weighed.seen.verdict === 'unchanged' && doubts < mostDoubts ? report.doubt : undefined;
    if (!doubt) return { report, weighed };
    if (doubt.kind === 'needs-a-person')
      return { run: weighed.run, stop: { reason: 'needs_a_person', detail: `${doubt.reason}; ${doubt.mend}` } };
    const waited = await waitFor(weighed.run, doubt.reason, doubt.retryAfterMs, tools);
    if (waited.stop) return { run: waited.run, stop: waited.stop };
    run = waited.run;
    await renew();
  }
}
