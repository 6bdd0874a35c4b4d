import type { ContainerWatch } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { type Judgement, judge } from './judge.ts';

/** A service that was seen up, and how often its containers had died until then. */
export interface Standing {
  expectation: Expectation;
  deaths: number;
}

interface Sight {
  watch: ContainerWatch;
  clock: Clock;
}

export function standingOf(expectation: Expectation, watch: ContainerWatch): Standing {
  return { expectation, deaths: deathsOf(expectation, watch).length };
}

/** The verdict on a service that was up and is not any more, or only because the engine started it again. A job may end. */
export function fallenSince({ expectation, deaths }: Standing, sight: Sight): Verdict | undefined {
  const { is, detail } = judgeNow(expectation, sight);
  if (is === 'failed') return fallen(expectation, sight, detail);
  if (is === 'waiting') return fallen(expectation, sight, `it was up, and is not any more: ${detail}`);
  const since = deathsOf(expectation, sight.watch).slice(deaths);
  const mayEnd = expectation.proof === 'completed' || expectation.mayComplete;
  return since[0] && !mayEnd ? fallen(expectation, sight, `it was up, and died since (exit code ${since[0].exitCode})`) : undefined;
}

/** The verdict on a service that has failed for good; one that may come back has none. */
export function failedNow(expectation: Expectation, sight: Sight): Verdict | undefined {
  const { is, detail } = judgeNow(expectation, sight);
  return is === 'failed' ? fallen(expectation, sight, detail) : undefined;
}

/** Whether its ports listen was seen before, and is not asked again. */
function judgeNow(expectation: Expectation, { watch, clock }: Sight): Judgement {
  const containers = watch.current(expectation.service);
  return judge(expectation, { containers, deaths: watch.deaths, upSince: watch.upSince, now: clock.monotonic(), listening: true });
}

function fallen({ service }: Expectation, { watch }: Sight, detail: string): Verdict {
  return { service, kind: 'running', target: namesOf(service, watch), outcome: 'failed', detail, durationMs: 0 };
}

/** The names of a service's containers, or its own where it has none. */
export function namesOf(service: string, watch: ContainerWatch): string {
  const names = watch.current(service).map(({ name }) => name);
  return names.join(', ') || service;
}

function deathsOf({ service }: Expectation, watch: ContainerWatch) {
  return watch.current(service).flatMap(({ id }) => watch.deaths(id));
}
