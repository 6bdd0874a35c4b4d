import { UserError, exitCode } from '../../contract/user-error.ts';
import type { InFlight } from '../../ledger/journal.ts';
import type { Execution } from '../execution.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { recover } from './recover.ts';
import { telling } from './telling.ts';
import { unfinishedOf } from './unfinished.ts';

export interface Cleared {
  /** Whether there was anything. */
  found: boolean;
  /** What could not be cleared up, and may stay. */
  left: InFlight[];
}

/**
 * Finishes with what killed executions of an instance left, before anything new begins. `mayStay` says of what cannot be cleared up whether that is a reason to stop: then it
 * throws UserError (exit 1).
 */
export async function clearUp(
  composeName: string,
  connection: Connection,
  tools: DeployTools,
  execution: Execution,
  mayStay: (inFlight: InFlight) => boolean = () => false,
): Promise<Cleared> {
  const all = await unfinishedOf(composeName, tools);
  const stays = new Set<string>();
  for (const inFlight of all) {
    const doing = inFlight.committed ? 'finishing' : 'undoing';
    execution.say({ event: 'note', message: `${doing} what a killed \`${inFlight.action}\` left (${inFlight.uuid})` });
    const { problems, oldVersion } = await recover(inFlight, connection, tools, telling(execution, inFlight));
    if (oldVersion) execution.say({ event: 'note', message: oldVersion.detail });
    // What was verified stays, even with an old container that does not go.
    if (problems.length === 0 || inFlight.committed) continue;
    if (!mayStay(inFlight)) throw cannotClearUp(inFlight, problems);
    stays.add(inFlight.uuid);
  }
  // As the journal has them now: some of it may have been taken back.
  const left = stays.size === 0 ? [] : (await unfinishedOf(composeName, tools)).filter(({ uuid }) => stays.has(uuid));
  return { found: all.length > 0, left };
}

function cannotClearUp({ action }: InFlight, problems: string[]): UserError {
  return new UserError({
    code: 'cannot-clear-up',
    exit: exitCode.failed,
    message: `a killed \`${action}\` left things that cannot be removed: ${problems.join('; ')}`,
    hint: 'see what holds them, then run the same command again; or take the instance down: portside down',
  });
}
