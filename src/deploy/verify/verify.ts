import type { ContainerWatch, Engine } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { EngineFacts } from '../model/observed.ts';
import type { Expectation, Plan } from '../model/plan.ts';
import type { Lease } from '../model/port.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import type { Place } from './address.ts';
import { awaitService } from './await-service.ts';
import { allListen, isInSameRun } from './listening.ts';
import { look } from './probes/probe.ts';
import { type Standing, failedNow, fallenSince, standingOf } from './standing.ts';
import { describeTarget, placesOf, unreachable } from './target.ts';

export interface VerifyTools {
  engine: Engine;
  facts: EngineFacts;
  watch: ContainerWatch;
  clock: Clock;
  signal: AbortSignal;
  leases: Lease[];
  tell: (verdict: Verdict) => void;
}

/**
 * Looks at every service and through every probe until all passed, or the first has failed for good; then once more at all of them,
 * for the first may have fallen while the last was awaited. Touches nothing.
 */
export async function verify(plan: Pick<Plan, 'expectations' | 'probes'>, tools: VerifyTools): Promise<Verdict[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  const verdicts: Verdict[] = [];
  const say = (verdict: Verdict) => {
    if (stop.signal.aborted) return;
    verdicts.push(verdict);
    tools.tell(verdict);
    if (verdict.outcome === 'failed') stop.abort();
  };
  let unseen = plan.expectations;
  const standing = new Map<string, Standing>();
  // A service that the engine starts again is looked at anew; its fifth exit ends that.
  do {
    const seen = await Promise.all(unseen.map((expectation) => verifyService(expectation, plan.probes, { ...tools, signal, tell: say })));
    for (const one of seen) if (one) standing.set(one.expectation.service, one);
    unseen = signal.aborted ? [] : await fallen([...standing.values()], tools, say);
  } while (unseen.length > 0);
  return verdicts;
}

/** Says which services have fallen for good since they were seen up; resolves to those that may come back. */
async function fallen(standing: Standing[], tools: VerifyTools, say: (verdict: Verdict) => void): Promise<Expectation[]> {
  await Promise.all(standing.map(({ expectation }) => caughtUp(expectation, tools)));
  return standing.flatMap((one) => {
    const verdict = fallenSince(one, tools);
    if (!verdict) return [];
    if (one.expectation.restarts === 'always' && !failedNow(one.expectation, tools)) return [one.expectation];
    say(verdict);
    return [];
  });
}

/** The engine itself is asked once more, for its events may come late: what it knows already is awaited. */
async function caughtUp({ service }: Expectation, { engine, watch, signal }: VerifyTools): Promise<void> {
  const seen = watch.version();
  const running = watch.current(service).filter(({ state }) => state === 'running');
  const same = await Promise.all(running.map((container) => isInSameRun(container, engine)));
  if (same.includes(false)) await watch.change(eventsLateMs, seen, signal);
}

/** On a busy machine events were seen to come hundreds of milliseconds after what they tell of. */
const eventsLateMs = 5000;

/** Undefined where it is not up. */
async function verifyService(expectation: Expectation, probes: Probe[], tools: VerifyTools): Promise<Standing | undefined> {
  const { engine, facts, watch, clock, signal, tell } = tools;
  const verdict = await awaitService(expectation, {
    watch,
    clock,
    signal,
    listens: (container, ports) => allListen(container, ports, { engine, facts }),
  });
  // As it stood then: who dies while the probes look has not been seen up.
  const standing = standingOf(expectation, watch);
  tell(verdict);
  if (verdict.outcome === 'failed') return undefined;
  const graceMs =
    expectation.proof === 'healthy' ? graceAfterHealthyMs : Math.max(graceAfterHealthyMs, expectation.deadlineMs - verdict.durationMs);
  const mine = probes.filter((probe) => probe.service === expectation.service);
  const looks = mine.flatMap((probe) =>
    placesOf(probe, tools).map(async (address) => tell(await verifyProbe(probe, { address, graceMs, expectation }, tools))),
  );
  await Promise.all(looks);
  return standing;
}

/** A service that calls itself healthy answers from outside within this time, or it does not. */
const graceAfterHealthyMs = 10_000;

interface Look {
  address: Place | undefined;
  graceMs: number;
  expectation: Expectation;
}

/** Looks again until it passes, its time is over, or the service behind it has fallen. */
async function verifyProbe(probe: Probe, { address, graceMs, expectation }: Look, tools: VerifyTools): Promise<Verdict> {
  const { engine, facts, watch, clock, signal } = tools;
  const { service, kind } = probe;
  const begun = clock.monotonic();
  const target = describeTarget(probe, address);
  if (address?.outOfReach) return { service, kind, target, outcome: 'unprobed', detail: unreachable(address), durationMs: 0 };
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    const [container] = watch.current(service);
    const sight = container ? await look(probe, { engine, facts, container, address }) : { passed: false, detail: 'no container' };
    const durationMs = clock.monotonic() - begun;
    const { detail } = sight;
    if (sight.passed) return { service, kind, target, outcome: kind === 'udp' ? 'unprobed' : 'passed', detail, durationMs };
    const failed = failedNow(expectation, tools);
    if (failed) return { ...failed, durationMs };
    if (signal.aborted || durationMs >= graceMs) return { service, kind, target, outcome: 'failed', detail, durationMs };
    await clock.sleep(pauseMs, signal);
  }
}
