import type { Clock } from './clock.ts';
import { descendantsOf } from './descendants.ts';
import type { ProcessGroup } from './process-group.ts';
import { isAlive, killIfThere } from './process-identity.ts';

/** Between TERM and KILL. */
export const killAfterMs = 2000;
const lookEveryMs = 20;
/** Where nobody reaps, a group of zombies exists for ever; looking closer costs more. */
const zombieLookEvery = 10;

/**
 * Asks all of a group to end, then makes it: TERM (and CONT, or a paused one would never hear it), KILL after 2 s. Descendants that have left the
 * group, and whose parents show that now, are not asked.
 */
export async function endGroup(group: ProcessGroup, clock: Clock): Promise<void> {
  const family = await descendantsOf(group.pid);
  await endMembers(group, clock);
  for (const one of family) if (await isAlive(one)) killIfThere(one.pid);
}

async function endMembers(group: ProcessGroup, clock: Clock): Promise<void> {
  group.signal('SIGTERM');
  group.signal('SIGCONT');
  if (await emptied(group, killAfterMs, clock)) return;
  group.signal('SIGKILL');
  await emptied(group, killAfterMs / 4, clock);
}

/** Whether nothing of the group runs any more within that time. */
export async function emptied(group: ProcessGroup, withinMs: number, clock: Clock): Promise<boolean> {
  const deadline = clock.monotonic() + withinMs;
  for (let looks = 0; group.exists(); looks += 1) {
    if (looks % zombieLookEvery === 0 && !(await group.hasRunningMembers())) return true;
    if (clock.monotonic() >= deadline) return false;
    await clock.sleep(lookEveryMs);
  }
  return true;
}
