import { defaultDrainMs, edgeFor } from '../edge-for.ts';
import type { Outcome } from '../model/outcome.ts';
import { otherSlot } from '../model/slot.ts';
import { planFiles } from '../plan-files.ts';
import { recover } from '../recover/recover.ts';
import { telling } from '../recover/telling.ts';
import { type Ending, endedWith } from './ending.ts';

/** The old version takes all again, and the new one goes once nothing is under way in it. */
export async function abortCanary({ instance, parked, connection, drainMs = defaultDrainMs, tools, execution }: Ending): Promise<Outcome> {
  const { composeName } = instance;
  await tools.journal.resume(parked.uuid);
  const edge = edgeFor(composeName, connection, tools);
  for (const { undo } of parked.undos) {
    if (undo.undo !== 'switch-back') continue;
    await edge.switchTo(undo.service, undo.slot);
    await edge.drain(undo.service, otherSlot(undo.slot), drainMs, execution.signal);
  }
  const { problems, oldVersion } = await recover(parked, connection, tools, telling(execution, parked));
  const message = problems[0] ?? (oldVersion?.verified === false ? oldVersion.detail : undefined);
  if (problems.length === 0) await planFiles(tools.home, composeName, parked.uuid).keepOnly(instance.planFile);
  const verdicts = oldVersion?.verdicts ?? [];
  if (message === undefined) return endedWith(instance, 'verified', { verdicts });
  const failure = { message, stage: 'apply', logs: [], undoProblems: problems, ...(oldVersion ? { oldVersion } : {}) };
  return endedWith(instance, 'failed', { verdicts, failure });
}
