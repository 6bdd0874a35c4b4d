import type { Lock } from '../ledger/lock.ts';
import type { Execution } from './execution.ts';
import type { DeployTools } from './tools.ts';

/** Waits for another execution of the instance to end where that was asked for, and says whom it waits for. Throws UserError (exit 5, or 130). */
export function lockInstance(
  composeName: string,
  { waitMs = 0 }: { waitMs?: number },
  { locks }: Pick<DeployTools, 'locks'>,
  execution: Execution,
): Promise<Lock> {
  return locks.acquire(composeName, execution.action, {
    waitMs,
    signal: execution.signal,
    onWait: ({ action, pid }) => execution.say({ event: 'note', message: `waiting for \`${action}\` (pid ${pid}) to end` }),
  });
}
