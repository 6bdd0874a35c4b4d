import type { ContainerWatch, Engine } from '../../engine/interface.ts';
import { watchInstance } from '../../engine/watch.ts';
import type { Clock } from '../../system/clock.ts';
import type { EngineFacts } from '../model/observed.ts';
import type { OldVersion } from '../model/outcome.ts';
import type { Lease } from '../model/port.ts';
import type { Verdict } from '../model/probe.ts';
import { awaitService } from '../verify/await-service.ts';
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
}

/** Waits until a service that was started again is up: those that need it start only then. What it says of itself is told once, when all are looked at. */
export async function isUpAgain(service: string, { expectations }: Former, looking: Looking): Promise<void> {
  const expectation = expectations.find((one) => one.service === service);
  if (!expectation) return;
  const { engine, facts, clock } = looking;
  await watching(looking, (watch, signal) =>
    awaitService(expectation, { watch, signal, clock, listens: (container, ports) => allListen(container, ports, { engine, facts }) }),
  );
}

/** Looks whether what ran before runs again as it did. */
export async function seenAgain(former: Former, looking: Looking): Promise<OldVersion> {
  const verdicts = await watching(looking, (watch, signal) => verify(former, { ...looking, watch, signal }));
  const failed = verdicts.find(({ outcome }) => outcome === 'failed');
  if (!failed) return { verified: true, detail: 'the old version runs again, and was verified again', verdicts };
  return { verified: false, detail: `the old version does not run as it did: ${failed.service}: ${failed.detail}`, verdicts };
}

/** Sees what is true now, and not how it was stopped. Whoever interrupted the deployment does not interrupt this: what is left behind must be known. */
async function watching<Result>(
  { engine, composeName, clock, facts }: Looking,
  look: (watch: ContainerWatch, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const watch = await watchInstance(engine, composeName, { clock, driveHealthchecks: !facts.runsHealthchecks, drivingIntervalMs: 200 });
  try {
    return await look(watch, new AbortController().signal);
  } finally {
    await watch.close();
  }
}
