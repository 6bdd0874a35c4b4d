import type { Lock } from '../ledger/lock.ts';
import type { Execution } from './execution.ts';
import type { DeployTools } from './tools.ts';

/** Only where its end can be recorded. Waits for another execution of the instance to end where that was asked for, and says whom it waits for. Throws UserError (exit 2, 5, or 130). */
export async function lockInstance(
  composeName: string,
  { waitMs = 0 }: { waitMs?: number },
  { locks, history }: Pick<DeployTools, 'locks' | 'history'>,
  execution: Execution,
): Promise<Lock> {
  await history.canAppend();
  return locks.acquire(composeName, execution.action, {
    waitMs,
    signal: execution.signal,
    onWait: ({ action, pid }) => execution.say({ event: 'note', message: `waiting for \`${action}\` (pid ${pid}) to end` }),
  });
}
