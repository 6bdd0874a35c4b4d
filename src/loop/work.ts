import type { AgentReport, Assignment } from '../agents/backend.ts';
import { run as runProgram } from '../system/process.ts';
import type { Stop } from './limits.ts';
import type { Run } from './run.ts';
import { type LoopTools, addUsage } from './tools.ts';

/** How a try of the agent ended, all waits included; or why there can be none. */
export type Worked = { run: Run } & ({ report: AgentReport } | { stop: Stop });

/** An agent that a stop hook never lets go has stalled. */
const mostHooks = 5;

/** Has the agent work until it is done with this try. What the infrastructure does to it is waited out, in the same worktree. */
export async function work(begun: Run, assignment: Assignment, tools: LoopTools): Promise<Worked> {
  const { backend, patience, signal, agent, clock } = tools;
  let run = begun;
  let asked = assignment;
  for (let hooks = 0; ;) {
    const report = await backend.work({ ...asked, ...(run.session ? { session: run.session } : {}) });
    run = addUsage({ ...run, ...(report.session ? { session: report.session } : {}) }, report.usage);
    await tools.save(run);
    signal.throwIfAborted();
    const { outcome } = report;
    if (outcome.kind === 'needs-a-person') return { run, stop: { reason: 'needs_a_person', detail: `${outcome.reason}; ${outcome.mend}` } };
    if (outcome.kind === 'wait-until' || outcome.kind === 'infrastructure') {
      const forMs = outcome.kind === 'wait-until' ? outcome.until - clock.now() : outcome.retryAfterMs;
      if (!(await patience.wait(outcome.reason, forMs)))
        return { run, stop: { reason: 'infrastructure', detail: `${outcome.reason}: that lasts longer than this run may wait` } };
      signal.throwIfAborted();
      asked = { ...assignment, prompt: `Go on where you were interrupted.\n\n${assignment.prompt}` };
      continue;
    }
    patience.reset();
    const told = agent.stopHook && hooks < mostHooks ? await stopHook(agent.stopHook, asked, signal) : undefined;
    if (told === undefined) return { run, report };
    hooks++;
    tools.say({ event: 'note', message: `the stop hook puts it back to work (${hooks} of ${mostHooks})` });
    asked = { ...assignment, prompt: `You stopped, and are not done yet:\n\n${told}\n\nThe task was:\n\n${assignment.prompt}` };
  }
}

const hookMs = 10 * 60_000;

/** What it says against stopping: it ends with exit code 2 then. */
async function stopHook(argv: string[], { directory, environment }: Assignment, signal: AbortSignal): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await runProgram(argv, {
    ...{ cwd: directory, env: environment },
    signal: AbortSignal.any([signal, AbortSignal.timeout(hookMs)]),
  });
  return exitCode === 2 ? (stderr.trim() || stdout.trim() || 'the stop hook said no').slice(-4000) : undefined;
}
