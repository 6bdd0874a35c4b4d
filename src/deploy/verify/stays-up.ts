import type { ContainerWatch } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { judge } from './judge.ts';

export interface Settling {
  watch: ContainerWatch;
  clock: Clock;
  signal: AbortSignal;
  settleMs: number;
}

/** Watches what was replaced for a while longer: a version that turns bad at once must not stay. Resolves to the failure, if there is one. */
export async function settle(replaced: Expectation[], { watch, clock, signal, settleMs }: Settling): Promise<Verdict | undefined> {
  const begun = clock.monotonic();
  const before = new Map(replaced.map(({ service }) => [service, deathsOf(service, watch)]));
  for (;;) {
    const durationMs = clock.monotonic() - begun;
    for (const expectation of replaced) {
      const { service } = expectation;
      const { is, detail } = judge(expectation, {
        containers: watch.current(service),
        deaths: watch.deaths,
        now: clock.now(),
        listening: true,
      });
      const died = deathsOf(service, watch) > (before.get(service) ?? 0) && expectation.proof !== 'completed' && !expectation.mayComplete;
      if (is === 'failed' || died) {
        const words = died ? `it died while it was watched: ${detail}` : detail;
        return { service, kind: 'running', target: service, outcome: 'failed', detail: words, durationMs };
      }
    }
    if (durationMs >= settleMs || signal.aborted) return undefined;
    await watch.change(Math.min(settleMs - durationMs, 500));
  }
}

function deathsOf(service: string, watch: ContainerWatch): number {
  return watch.current(service).reduce((sum, container) => sum + watch.deaths(container.id).length, 0);
}
