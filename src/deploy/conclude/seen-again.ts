import type { ContainerWatch, Engine } from '../../engine/interface.ts';
import { watchInstance } from '../../engine/watch.ts';
import type { Clock } from '../../system/clock.ts';
import type { EngineFacts } from '../model/observed.ts';
import type { OldVersion } from '../model/outcome.ts';
import type { Lease } from '../model/port.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import type { Need } from '../model/step.ts';
import { onceMore, startContainer } from '../apply/start-container.ts';
import type { Again } from '../apply/undo.ts';
import { inDependencyOrder, needsOf } from '../plan/needs.ts';
import { awaitService, expectationOf } from '../verify/await-service.ts';
import { allListen } from '../verify/listening.ts';
import { verify } from '../verify/verify.ts';
import type { Former } from './former.ts';

/** What a version that was brought back is looked at with. */
export interface Looking {
  composeName: string;
  engine: Engine;
  facts: EngineFacts;
  clock: Clock;
  /** Those that it had. */
  leases: Lease[];
  tell: (verdict: Verdict) => void;
  /** Containers of the instance that are no part of it. */
  ignore?: ReadonlySet<string>;
}

/** How the old services come up: each as soon as what it needs is what it must be, or does not get there; that is waited for once. */
export function comingUp({ compose, expectations, contents }: Former, looking: Looking): Again {
  const waits = new Map<string, Promise<unknown>>();
  const awaitNeed = (need: Need): Promise<unknown> => {
    const expectation = expectations.find(({ service }) => service === need.service);
    return expectation ? isUpAgain(expectationOf(need, expectation), looking) : Promise.resolve();
  };
  const startable = onceMore(compose, contents);
  return {
    order: inDependencyOrder(compose),
    start: (service, id) => startContainer(id, { service, ...startable }, looking.engine),
    async awaitNeeds(service) {
      for (const need of needsOf(compose.services[service] ?? {}, compose)) {
        const key = `${need.service} ${need.condition}`;
        const wait = waits.get(key) ?? awaitNeed(need);
        waits.set(key, wait);
        await wait;
      }
    },
  };
}

/** What it says of itself is told once, when all are looked at. */
function isUpAgain(expectation: Expectation, looking: Looking): Promise<Verdict> {
  const { engine, facts, clock } = looking;
  return watching(looking, (watch, signal) =>
    awaitService(expectation, { watch, signal, clock, listens: (container, ports) => allListen(container, ports, { engine, facts }) }),
  );
}

/** Looks at each service and probe of a version that runs. */
export function look(version: Former, looking: Looking): Promise<Verdict[]> {
  return watching(looking, (watch, signal) => verify(version, { ...looking, watch, signal }));
}

/** Looks whether what ran before runs again as it did. */
export async function seenAgain(former: Former, looking: Looking): Promise<OldVersion> {
  const verdicts = await look(former, looking);
  const failed = verdicts.find(({ outcome }) => outcome === 'failed');
  if (!failed) return { verified: true, detail: 'the old version runs again, and was verified again', verdicts };
  return { verified: false, detail: `the old version does not run as it did: ${failed.service}: ${failed.detail}`, verdicts };
}

/** Sees what is true now, and not how it was stopped. Whoever interrupted the deployment does not interrupt this: what is left behind must be known. */
export async function watching<Result>(
  { engine, composeName, clock, facts, ignore = new Set() }: Looking,
  doIt: (watch: ContainerWatch, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const watch = await watchInstance(engine, composeName, {
    clock,
    ignore,
    driveHealthchecks: !facts.runsHealthchecks,
    drivingIntervalMs: 200,
  });
  try {
    return await doIt(watch, new AbortController().signal);
  } finally {
    await watch.close();
  }
}
