import type { ContainerWatch } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { fallenSince, namesOf, standingOf } from './standing.ts';

export interface StayingUp {
  watch: ContainerWatch;
  clock: Clock;
  signal: AbortSignal;
  settleMs: number;
}

/**
 * Watches what was replaced for a while longer: a version that turns bad at once must not stay. Resolves to the failure, if there
 * is one; who is told to stop before the time is over has not seen it stay up, and that is one too.
 */
export async function staysUp(replaced: Expectation[], { watch, clock, signal, settleMs }: StayingUp): Promise<Verdict | undefined> {
  const begun = clock.monotonic();
  const standing = replaced.map((expectation) => standingOf(expectation, watch));
  for (;;) {
    const seen = watch.version();
    const durationMs = clock.monotonic() - begun;
    for (const one of standing) {
      const fallen = fallenSince(one, { watch, clock });
      if (fallen) return { ...fallen, durationMs };
    }
    const [first] = replaced;
    if (!first || durationMs >= settleMs) return undefined;
    if (signal.aborted) return stopped(first.service);
    await watch.change(settleMs - durationMs, seen, signal);
  }

  function stopped(service: string): Verdict {
    const detail = 'stopped watching whether it stays up';
    return { service, kind: 'running', target: namesOf(service, watch), outcome: 'failed', detail, durationMs: clock.monotonic() - begun };
  }
}
