import type { ContainerWatch } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import type { Need } from '../model/step.ts';
import { judge } from './judge.ts';
import { namesOf } from './standing.ts';

export interface ServiceWait {
  watch: ContainerWatch;
  clock: Clock;
  signal: AbortSignal;
  /** Whether every port of `ports` listens inside, for other hosts too. */
  listens: (container: ContainerDetails, ports: number[]) => Promise<boolean>;
}

/** Waits, driven by the engine's events, until a service is what it must be, has failed, or its deadline is over. */
export async function awaitService(expectation: Expectation, { watch, clock, signal, listens }: ServiceWait): Promise<Verdict> {
  const begun = clock.monotonic();
  const verdict = (outcome: Verdict['outcome'], detail: string): Verdict => ({
    service: expectation.service,
    kind: expectation.proof === 'healthy' ? 'health' : expectation.proof === 'completed' ? 'completed' : 'running',
    target: namesOf(expectation.service, watch),
    outcome,
    detail,
    durationMs: clock.monotonic() - begun,
  });
  for (;;) {
    const seen = watch.version();
    const looked = watch.current(expectation.service);
    const listened = expectation.proof !== 'listening' || (await allListen(looked, expectation.listens, listens));
    // Read after that look, which takes a while: it may have died meanwhile, or even have been started again.
    const containers = watch.current(expectation.service);
    const listening = listened && containers.every((container) => looked.some((one) => isSameRun(one, container)));
    const now = clock.monotonic();
    const { is, detail } = judge(expectation, { containers, deaths: watch.deaths, upSince: watch.upSince, now, listening });
    if (is === 'holds') return verdict('passed', detail);
    if (is === 'failed') return verdict('failed', detail);
    if (signal.aborted) return verdict('failed', `stopped waiting: ${detail}`);
    const leftMs = expectation.deadlineMs - (now - begun);
    if (leftMs <= 0) return verdict('failed', `${detail} after ${seconds(expectation.deadlineMs)}`);
    await watch.change(Math.min(leftMs, patienceMs(expectation, containers, watch, now)), seen, signal);
  }
}

/** The condition of a `depends_on`, as an expectation of the service it names. */
export function expectationOf(need: Need, expectation: Expectation): Expectation {
  if (need.condition === 'service_completed_successfully') return { ...expectation, proof: 'completed', mayComplete: false };
  if (need.condition === 'service_healthy') return { ...expectation, proof: 'healthy' };
  return { ...expectation, proof: 'settled', settleMs: 0, mayComplete: true };
}

/** A look at one run says nothing of the next. */
function isSameRun(one: ContainerDetails, other: ContainerDetails): boolean {
  return one.id === other.id && one.startedAt === other.startedAt;
}

async function allListen(containers: ContainerDetails[], ports: number[], listens: ServiceWait['listens']): Promise<boolean> {
  const answers = await Promise.all(containers.map((container) => container.state === 'running' && listens(container, ports)));
  return answers.every(Boolean);
}

/** Listening and settling raise no event of the engine: look again soon, or when the time has come. */
function patienceMs(expectation: Expectation, containers: ContainerDetails[], watch: ContainerWatch, now: number): number {
  if (expectation.proof === 'listening') return 25;
  if (expectation.proof !== 'settled') return Infinity;
  const left = containers.map(({ id }) => (watch.upSince(id) ?? -Infinity) + expectation.settleMs - now);
  return Math.min(...left.filter((ms) => ms > 0));
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
