import { resolve } from 'node:path';
import type { ImproveOptions } from '../contract/improve.ts';
import type { ExecutionEvent } from '../contract/events.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Run } from '../loop/run.ts';
import { createStrayKiller } from '../system/stray-processes.ts';
import { runMark } from './run-mark.ts';
import { clearAway } from './judge/judging.ts';

/** What is asked for, with all that the run which did not end was told before. Throws UserError where that was begun for something else. */
export function askedOf(options: ImproveOptions, unfinished: Run | undefined): ImproveOptions {
  if (!unfinished) return options;
  const { asked = {}, until, goal } = unfinished;
  if (options.until !== undefined && options.until !== until) throw otherRun(`until ${until}`);
  if (options.goal !== undefined && options.goal !== goal)
    throw otherRun(goal === undefined ? 'without a goal' : `for another goal: ${goal}`);
  const named = options.agent ?? (options.command ? 'command' : options.url ? 'http' : undefined);
  if (named === undefined || named === unfinished.agent) return { ...asked, agent: unfinished.agent, ...options };
  // Another agent: what the first one was told is nothing to it.
  const { agent: _, command: _command, url: _url, model: _model, ...rest } = asked;
  return { ...rest, ...options, agent: named };
}

function otherRun(begunFor: string): UserError {
  return new UserError({
    code: 'other-run',
    exit: exitCode.usage,
    message: `a run that was begun ${begunFor} has not ended`,
    hint: 'go on with it: portside improve; or drop it, and begin this one: add --restart',
  });
}

/** What the next process needs to be told to go on: all but what only concerns this one. */
export function rememberedOf(options: ImproveOptions, currentDirectory: string): ImproveOptions {
  const { directory: _, init: _init, restart: _restart, recordFile: _record, ...asked } = options;
  const absolute = (files: string[]) => files.map((file) => resolve(currentDirectory, file));
  return {
    ...asked,
    ...(asked.files ? { files: absolute(asked.files) } : {}),
    ...(asked.envFiles ? { envFiles: absolute(asked.envFiles) } : {}),
  };
}

/** At strays; one that cannot be killed must not keep us. */
const mostLooks = 50;

/** Ends what a killed process left at work: its agent, and the instances that it judged by. */
export async function endLeftovers(id: string, around: { tools: DeployTools; listen: (event: ExecutionEvent) => void }): Promise<void> {
  const killStrays = createStrayKiller();
  for (let looks = 0; looks < mostLooks && (await killStrays(`${runMark}=${id}`)) > 0; looks++);
  await clearAway(id, around);
}
