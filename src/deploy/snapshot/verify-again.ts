import { gatherFacts } from '../../engine/observe.ts';
import { watchInstance } from '../../engine/watch.ts';
import { formerVersion, servicesUp } from '../conclude/former.ts';
import type { Execution } from '../execution.ts';
import type { Expectation } from '../model/plan.ts';
import type { Verdict } from '../model/probe.ts';
import { planFiles } from '../plan-files.ts';
import { sayVerdict } from '../say.ts';
import type { DeployTools } from '../tools.ts';
import { verify } from '../verify/verify.ts';
import type { Scene } from './scene.ts';

/** Proves that whatever ran before runs now: each service that was up is looked at as an `up` does it, from outside too. */
export async function verifyAgain(scene: Scene, tools: DeployTools, execution: Execution): Promise<Verdict[]> {
  const { identity, registered, connection, observed } = scene;
  const { engine, facts } = connection;
  const files = planFiles(tools.home, identity.composeName, execution.uuid);
  const looking = { files, facts: await gatherFacts(engine, identity.project), revisions: tools.revisions };
  const { expectations, probes } = await formerVersion(registered, servicesUp(observed), looking);
  const watch = await watchInstance(engine, identity.composeName, {
    clock: tools.clock,
    driveHealthchecks: !facts.runsHealthchecks,
    drivingIntervalMs: 200,
  });
  const leases = await tools.leases.of(identity.composeName);
  try {
    return await verify(
      { expectations: expectations.map((one) => asManyAsRan(one, scene)), probes },
      {
        ...{ engine, facts, watch, leases, clock: tools.clock },
        // What was begun is seen to its end: whoever interrupts wants to know it too.
        signal: new AbortController().signal,
        tell: (verdict) => sayVerdict(verdict, execution),
      },
    );
  } finally {
    await watch.close();
  }
}

function asManyAsRan(expectation: Expectation, { observed }: Scene): Expectation {
  const ran = observed.containers.filter(({ service, state, oneOff }) => service === expectation.service && state === 'running' && !oneOff);
  return { ...expectation, replicas: Math.min(expectation.replicas, ran.length) };
}
