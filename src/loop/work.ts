import type { AgentReport, Assignment } from '../agents/backend.ts';
import { type Stop, overBudget } from './limits.ts';
import type { Run } from './run.ts';
import { type LoopTools, addUsage } from './tools.ts';
import { stopHook } from './stop-hook.ts';
import { waitFor } from './wait.ts';

/** How a try of the agent ended, all waits included; or why there can be none. */
export type Worked = { run: Run } & ({ report: AgentReport } | { stop: Stop });

/** An agent that a stop hook never lets go has stalled. */
const mostHooks = 5;

/** Has the agent work until it is done with this try. What the infrastructure does to it is waited out; `renew` makes its worktree fit to be started in again. */
export async function work(begun: Run, assignment: Assignment, tools: LoopTools, renew: () => Promise<void>): Promise<Worked> {
  const { backend, patience, signal, agent, clock } = tools;
  let run = begun;
  let asked = assignment;
  for (let hooks = 0; ;) {
    const report = await backend.work({ ...asked, ...(run.session ? { session: run.session } : {}) });
    run = addUsage({ ...run, ...(report.session ? { session: report.session } : {}) }, report.usage);
    await tools.save(run);
    signal.throwIfAborted();
    tellOfCosts(run, report, tools);
    const { outcome } = report;
    if (outcome.kind === 'needs-a-person') return { run, stop: { reason: 'needs_a_person', detail: `${outcome.reason}; ${outcome.mend}` } };
    if (outcome.kind === 'wait-until' || outcome.kind === 'infrastructure') {
      const forMs = outcome.kind === 'wait-until' ? outcome.until - clock.now() : outcome.retryAfterMs;
      const waited = await waitFor(run, outcome.reason, forMs, tools);
      if (waited.stop) return { run: waited.run, stop: waited.stop };
      run = waited.run;
      await renew();
      asked = { ...assignment, prompt: `Go on where you were interrupted.\n\n${assignment.prompt}` };
      continue;
    }
    if (!report.doubt) patience.reset();
    // What it left is judged, even where nothing is left of a budget to go on with.
    const mayGoOn = hooks < mostHooks && !overBudget(run, tools.limits, run.spentMs + tools.usedMs());
    const told = agent.stopHook && mayGoOn ? await stopHook(agent.stopHook, asked, tools) : undefined;
    if (told === undefined) return { run, report };
    hooks++;
    await renew();
    tools.say({ event: 'note', message: `the stop hook puts it back to work (${hooks} of ${mostHooks})` });
    asked = { ...assignment, prompt: `You stopped, and are not done yet:\n\n${told}\n\nThe task was:\n\n${assignment.prompt}` };
  }
}

/** A budget that nobody can count must not be relied upon. */
function tellOfCosts({ iteration }: Run, { usage, outcome }: AgentReport, { limits, backend, say }: LoopTools): void {
  if (limits.dollars === undefined || usage.dollars !== undefined || outcome.kind !== 'done' || iteration > 1) return;
  say({ event: 'note', message: `${backend.name} does not tell what it costs: --dollars cannot end this run, --tokens and --time can` });
}
