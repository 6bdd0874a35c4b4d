import { type Stop, overBudget } from './limits.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';

/** Waits out what is nobody's try, within the run's patience, and within its time and its budgets too. Throws the signal's reason where the run is stopped. */
export async function waitFor(run: Run, reason: string, forMs: number | undefined, tools: LoopTools): Promise<{ run: Run; stop?: Stop }> {
  const { limits, patience, redact, signal } = tools;
  const usedMs = run.spentMs + tools.usedMs();
  const over = overBudget(run, limits, usedMs);
  if (over) return { run, stop: over };
  if (limits.timeMs !== undefined && usedMs + patience.wanted(forMs) > limits.timeMs)
    return { run, stop: { reason: 'timeout', detail: `its time of ${limits.timeMs / 1000} s would be over before this is: ${reason}` } };
  const took = await patience.wait(reason, forMs);
  if (took === undefined) return { run, stop: { reason: 'infrastructure', detail: `${reason}: that lasts longer than this run may wait` } };
  const waited = { ...run, waits: [...run.waits, { reason: redact.text(reason), seconds: Math.round(took / 100) / 10 }] };
  await tools.save(waited);
  signal.throwIfAborted();
  return { run: waited };
}
