import { join } from 'node:path';
import type { Assignment } from '../agents/backend.ts';
import { run as runProgram } from '../system/process.ts';
import { pathKind } from '../system/read.ts';
import { interpreters } from './interpreters.ts';
import type { LoopTools } from './tools.ts';
import { withoutControls } from './without-controls.ts';

const usualHookMs = 10 * 60_000;

/** A hook is run on this machine, even where the agent is shut in: its own file is the project's, and not what an agent made of it. */
async function asTheProjectHasIt(argv: readonly string[], { repository: { root, below } }: LoopTools): Promise<string[]> {
  const own = async (word: string) => {
    const file = join(root, below, word);
    return /^[-/]/.test(word) || (await pathKind(file)) !== 'file' ? word : file;
  };
  const [program = '', first, ...rest] = argv;
  if (program.includes('/') || first === undefined) return [program.includes('/') ? await own(program) : program, ...argv.slice(1)];
  return [program, interpreters.test(program) ? await own(first) : first, ...rest];
}

/** What it says against stopping: it ends with exit code 2 then. One that cannot be run, or that does not end, says nothing. */
export async function stopHook(argv: string[], { directory, environment }: Assignment, tools: LoopTools): Promise<string | undefined> {
  const hookMs = tools.agent.stopHookMs ?? usualHookMs;
  const late = AbortSignal.timeout(hookMs);
  try {
    const { exitCode, stdout, stderr } = await runProgram(await asTheProjectHasIt(argv, tools), {
      ...{ cwd: directory, env: environment, terminateAfterMs: 1000 },
      signal: AbortSignal.any([tools.signal, late]),
    });
    const told = stderr.trim() || stdout.trim() || 'the stop hook said no';
    return exitCode === 2 ? withoutControls(tools.redact.text(told)).slice(-4000) : undefined;
  } catch (error) {
    tools.signal.throwIfAborted();
    const why = late.aborted ? `was ended after ${hookMs / 1000} s` : `could not be run: ${String(Object(error).message)}`;
    tools.say({ event: 'note', message: `the stop hook ${argv.join(' ')} ${why}` });
    return undefined;
  }
}
