import type { Clock } from '../../system/clock.ts';
import type { Engine } from '../interface.ts';
import type { Roster } from './roster.ts';

/** Healthy containers are looked at less often: only their start is waited for. */
const easeOnceHealthy = 10;

/** Runs the healthchecks of running containers where the engine does not, until the signal aborts. */
export async function driveHealthchecks(
  engine: Engine,
  roster: Roster,
  { clock, intervalMs, signal }: { clock: Clock; intervalMs: number; signal: AbortSignal },
): Promise<void> {
  const due = new Map<string, number>();
  while (!signal.aborted) {
    const now = clock.monotonic();
    const waiting = roster.all().filter(({ id, state, health }) => state === 'running' && health !== 'none' && (due.get(id) ?? 0) <= now);
    await Promise.all(waiting.map(({ id }) => probe(id)));
    await clock.sleep(intervalMs, signal);
  }

  async function probe(id: string): Promise<void> {
    try {
      const health = await engine.runHealthcheck(id);
      await roster.look(id);
      due.set(id, clock.monotonic() + intervalMs * (health === 'healthy' ? easeOnceHealthy : 1));
    } catch {
      // It stopped meanwhile, or the engine is away: its events tell.
    }
  }
}
