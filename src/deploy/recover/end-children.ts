import type { InFlight } from '../../ledger/journal.ts';
import { endProcessGroup, findByFile } from '../../system/process.ts';
import { planDirectory } from '../plan-files.ts';
import type { DeployTools } from '../tools.ts';

/** The journal names the child; one that was started just before the kill is known by the plan that it was given. */
export async function endChildren(inFlight: InFlight, { clock, home }: Pick<DeployTools, 'clock' | 'home'>): Promise<void> {
  const unwritten = await findByFile(planDirectory(home, inFlight.composeName));
  const children = inFlight.child ? [inFlight.child, ...unwritten] : unwritten;
  await Promise.all(children.map((child) => endProcessGroup(child, { clock, graceMs: childGraceMs })));
}

/** Compose needs a moment to let go of the engine; more would keep the user waiting. */
const childGraceMs = 3000;
